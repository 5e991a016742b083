#include "cli/commands.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/shared_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_backup.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <string>
#include <utility>

namespace useapi::cli {

exit_code run_ledger_backup_command(const ledger_arguments& given, console& out)
{
    require_ledger_name(given.file);
    if (bulk::is_shared_ledger(given.file))
        throw usage_error("a ledger in PostgreSQL is backed up with pg_dump");
    const std::string ledger = ledger_beside(given.file);
    const std::uint64_t rows = bulk::back_up_sqlite_ledger(ledger, given.copy);
    if (out.is_json()) {
        boost::json::object object;
        object["ledger"] = valid_utf8(ledger);
        object["backup"] = valid_utf8(given.copy);
        object["rows"] = rows;
        out.print(boost::json::serialize(object) + '\n');
    } else {
        out.confirm(fmt::format("{}: {} rows of {}", printable(given.copy), rows, printable(ledger)));
    }
    return exit_code::done;
}

exit_code run_ledger_init_command(const ledger_arguments& given, console& out)
{
    require_ledger_name(given.url);
    if (!bulk::is_shared_ledger(given.url))
        throw usage_error("ledger init takes the URL of a database, such as postgresql://HOST/DATABASE");
    const bulk::shared_tables made = bulk::make_shared_ledger(given.url);
    if (out.is_json()) {
        boost::json::array grants;
        for (const std::string& each : made.grants)
            grants.emplace_back(valid_utf8(each));
        boost::json::object object;
        object["ledger"] = valid_utf8(made.ledger);
        object["schema"] = valid_utf8(made.schema);
        object["grants"] = std::move(grants);
        out.print(boost::json::serialize(object) + '\n');
        return exit_code::done;
    }
    out.note(fmt::format("{}: the tables are in schema {}; workers need these rights:",
                         printable(made.ledger), printable(made.schema)));
    for (const std::string& each : made.grants)
        out.print(printable(each) + '\n');
    return exit_code::done;
}

} // namespace useapi::cli
