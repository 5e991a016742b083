#include "simulation/disk/ledger_image.hpp"

#include "bulk/ledger/sqlite/sqlite_database.hpp"
#include "simulation/disk/disk_vfs.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <utility>

namespace useapi::disk_simulation {

ledger_rows rows_in(const disk_content& files, const std::string& ledger)
{
    constexpr const char* name = "useapi-image";
    static disk_vfs table(name, false);
    sim_disk copy(files);
    table.use(copy);
    ledger_rows rows;
    if (!copy.has(ledger))
        return rows;
    SQLite::Database database(ledger, SQLite::OPEN_READWRITE, 0, name);
    if (!database.tableExists("account"))
        return rows;
    SQLite::Statement all(database, std::string("SELECT ") + bulk::sqlite::columns + " FROM account");
    while (all.executeStep()) {
        bulk::ledger_row row = bulk::sqlite::read_row(all, ledger);
        rows.emplace(row.key, std::move(row));
    }
    return rows;
}

} // namespace useapi::disk_simulation
