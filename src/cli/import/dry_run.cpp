#include "cli/import/dry_run.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/plural.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/import/foreseen_rows.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import.hpp>
#include <useapi/bulk/import_plan.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace useapi::cli {
namespace {

namespace json = boost::json;

void require_known_rows(const import_arguments& given)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(given.file, ignored))
        throw usage_error("--dry-run needs a file: standard input can be read once only");
}

bool has_ledger(const import_arguments& given)
{
    std::error_code ignored;
    const std::string ledger = ledger_name(given);
    return bulk::is_shared_ledger(ledger) || (!ledger.empty() && std::filesystem::exists(ledger, ignored));
}

std::string element(const bulk::plan_entry& row, bool is_asked_first)
{
    json::object object = {
        {"line", row.line}, {"email", valid_utf8(row.email)}, {"profile", valid_utf8(row.profile)}};
    if (is_asked_first)
        object["asked_first"] = true;
    return json::serialize(object);
}

std::string line_of(const bulk::plan_entry& row, bool is_asked_first)
{
    const std::string profile =
        row.profile.empty() ? std::string() : fmt::format(" (profile {})", row.profile);
    return printable(fmt::format("line {}: {}{}{}", row.line, row.email, profile,
                                 is_asked_first ? ", asked about first" : "")) +
           '\n';
}

void tell_of_ledger(const bulk::ledger_foresight& foresight, const console& out)
{
    tell_of_repetition(foresight, out);
    if (const std::uint64_t rows = foresight.rows_of_workers(); rows != 0)
        out.note(fmt::format(
            "{} of them may belong to other workers now: a run sends the rows that they leave", rows));
}

} // namespace

exit_code run_dry(const arguments& given, environment_secrets secrets, console& out)
{
    require_known_rows(given.bulk);
    const import_setup setup =
        has_ledger(given.bulk)
            ? import_setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out)
            : import_setup::without_token(given, out);
    bulk::import_options options = setup.options();
    bulk::import rows(options.results({}).ledger({}));
    const bulk::check_report found = rows.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    auto foresight = has_ledger(given.bulk)
                         ? foresee_rows(setup, given.bulk, found, bulk::ledger_access::untouched, out)
                         : std::nullopt;
    const std::uint64_t limit = given.bulk.limit.value_or(0);
    std::uint64_t sent = 0;
    if (out.is_json())
        out.print("{\"would_send\":[");
    bulk::import_plan nothing_there;
    const auto tell = [&](const bulk::plan_entry& row, bulk::next_step step) {
        if (step == bulk::next_step::keep || (limit != 0 && sent == limit))
            return;
        const std::string_view comma = sent++ == 0 ? "" : ",";
        const bool is_asked_first = step == bulk::next_step::ask_first;
        out.print(out.is_json() ? std::string(comma) + element(row, is_asked_first)
                                : line_of(row, is_asked_first));
    };
    rows.compare(nothing_there, [&](const bulk::plan_entry& row, const bulk::account_row& settings) {
        foresee_row(foresight, row.profile, settings,
                    [&tell, row](bulk::next_step step) { tell(row, step); });
    });
    if (foresight)
        foresight->look_at_rest();
    if (foresight)
        tell_of_ledger(*foresight, out);
    if (out.is_json())
        out.print(fmt::format("],\"rows\":{}}}\n", sent));
    else
        out.print(fmt::format("{} would be sent; nothing was sent\n", bulk::plural_rows(sent)));
    return exit_code::done;
}

} // namespace useapi::cli
