#include "cli/import/dry_run.hpp"

#include "bulk/counted.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/console.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import.hpp>
#include <useapi/bulk/plan_core.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace useapi::cli {
namespace {

namespace json = boost::json;

void require_known_rows(const import_arguments& given)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(given.file, ignored))
        throw usage_error("--dry-run needs a file: standard input can be read once only");
    const std::string ledger = ledger_name(given);
    if (!ledger.empty() && (bulk::is_shared_ledger(ledger) || std::filesystem::exists(ledger, ignored)))
        throw usage_error(
            "--dry-run does not know what a ledger passes over: `useapi accounts status` tells how many "
            "rows are left");
}

std::string element(const bulk::plan_entry& row)
{
    const json::object object = {
        {"line", row.line}, {"email", well_formed(row.email)}, {"profile", well_formed(row.profile)}};
    return json::serialize(object);
}

std::string line_of(const bulk::plan_entry& row)
{
    const std::string profile =
        row.profile.empty() ? std::string() : fmt::format(" (profile {})", row.profile);
    return printable(fmt::format("line {}: {}{}", row.line, row.email, profile)) + '\n';
}

} // namespace

exit_code run_dry(const arguments& given, console& out)
{
    require_known_rows(given.bulk);
    bulk::import_options options = import_setup::without_token(given, out).options();
    bulk::import rows(options.results({}).ledger({}));
    const bulk::check_report found = rows.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    const std::uint64_t limit = given.bulk.limit.value_or(0);
    std::uint64_t sent = 0;
    if (out.is_json())
        out.print("{\"would_send\":[");
    bulk::plan_core nothing_there;
    rows.compare(nothing_there, [&](const bulk::plan_entry& row, const runwayml::account_settings&) {
        if (limit != 0 && sent == limit)
            return;
        const std::string_view comma = sent++ == 0 ? "" : ",";
        out.print(out.is_json() ? std::string(comma) + element(row) : line_of(row));
    });
    if (out.is_json())
        out.print(fmt::format("],\"rows\":{}}}\n", sent));
    else
        out.print(fmt::format("{} would be sent; nothing was sent\n", bulk::counted_rows(sent)));
    return exit_code::done;
}

} // namespace useapi::cli
