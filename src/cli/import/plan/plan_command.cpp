#include "cli/commands.hpp"

#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/import/plan/plan_file.hpp"
#include "cli/import/plan/render_plan.hpp"
#include "cli/import/plan/server_comparison.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import_plan.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {

namespace {

enum class purpose
{
    what_would_change,
    is_it_so
};

/** Writes a plan to the screen, and into a file if one is named. */
class plan_outputs
{
public:
    explicit plan_outputs(console& out) : out_(out), printer_(out) {}

    void keep_in(const std::string& path, plan_lines lines)
    {
        path_ = path;
        file_.emplace(path, std::move(lines));
    }

    bool are_kept() const noexcept { return file_.has_value(); }

    void add(const bulk::plan_entry& entry, const bulk::account_row& row)
    {
        printer_.add(entry);
        if (file_)
            file_->add(entry, row);
    }

    void add(const bulk::plan_entry& on_the_service_only)
    {
        printer_.add(on_the_service_only);
        if (file_)
            file_->add(on_the_service_only);
    }

    void end()
    {
        printer_.end();
        if (!file_)
            return;
        file_->finish();
        out_.note(fmt::format("{} holds the plan: `useapi accounts import` carries it out with --plan",
                              printable(path_)));
    }

    const bulk::plan_counts& counts() const noexcept { return printer_.counts(); }

private:
    console& out_;
    plan_printer printer_;
    std::string path_;
    std::optional<plan_writer> file_;
};

bool holds_all(const bulk::plan_counts& counts) noexcept
{
    return counts.create + counts.change + counts.in_error == 0;
}

exit_code compare_file(const arguments& given, secret token, purpose asked, console& out)
{
    const import_setup setup(given, std::move(token), out);
    import_session run(setup.clients(out), setup.options(), given.bulk, out);
    const bulk::check_report found = run.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    plan_outputs outputs(out);
    if (!given.bulk.plan_out.empty())
        outputs.keep_in(given.bulk.plan_out, plan_lines(bulk::make_salt(), setup.clients(out),
                                                        found.rows_by_profile, given.account.service));
    const bool all_must_be_listed = asked == purpose::is_it_so || outputs.are_kept();
    const server_comparison compared = compare_with_service(
        run, found, all_must_be_listed, out,
        [&](const bulk::plan_entry& entry, const bulk::account_row& row) { outputs.add(entry, row); });
    if (compared.ended_with)
        return *compared.ended_with;
    for (const bulk::plan_entry& entry : compared.plan->server_only())
        outputs.add(entry);
    outputs.end();
    if (asked == purpose::is_it_so)
        return holds_all(outputs.counts()) ? exit_code::done : exit_code::failed;
    warn_of_shortage(run, compared.created, out);
    if (const auto overfull =
            bulk::find_overfull_profile(*compared.plan, compared.created, {}, setup.options().profiles()))
        out.warn(printable(*overfull));
    const bulk::plan_counts& counts = outputs.counts();
    // The same exit codes as those of other tools that plan.
    const bool has_changes = counts.create + counts.change != 0;
    return given.bulk.detailed_exit_code && has_changes ? exit_code::usage : exit_code::done;
}

exit_code run_comparison(const arguments& given, environment_secrets secrets, purpose asked,
                         std::string_view command, console& out)
{
    if (given.bulk.file == "-")
        throw usage_error(
            fmt::format("accounts {} needs a file: standard input can be read once only", command));
    return compare_file(given, find_token_if_any(given.connection, std::move(secrets.token), out), asked,
                        out);
}

} // namespace

exit_code run_plan_command(const arguments& given, environment_secrets secrets, console& out)
{
    return run_comparison(given, std::move(secrets), purpose::what_would_change, "plan", out);
}

exit_code run_verify_command(const arguments& given, environment_secrets secrets, console& out)
{
    return run_comparison(given, std::move(secrets), purpose::is_it_so, "verify", out);
}

} // namespace useapi::cli
