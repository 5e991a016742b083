#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "bulk/ledger/sqlite/sqlite_database.hpp"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <system_error>

#include <unistd.h>

namespace useapi::bulk {
namespace {

class sqlite_reading final : public ledger_reading
{
public:
    explicit sqlite_reading(const std::string& path)
        : name_(path), database_(path, SQLite::OPEN_READONLY, sqlite::patience_ms)
    {
        sqlite::require_ledger(database_, name_);
        // One state of the ledger for all that is read of it.
        database_.exec("BEGIN");
    }

    ledger_run run() override
    {
        try {
            auto values = sqlite::read_run(database_, name_);
            ledger_run made;
            made.input = values["input"];
            made.base_url = values["base_url"];
            const std::string& rows = values["rows"];
            std::from_chars(rows.data(), rows.data() + rows.size(), made.rows);
            made.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
            return made;
        } catch (const SQLite::Exception& failure) {
            sqlite::refuse(name_, failure);
        }
    }

    void for_each(const std::function<void(const ledger_row&)>& take) override
    {
        try {
            SQLite::Statement all(database_, std::string("SELECT ") + sqlite::columns +
                                                 " FROM account ORDER BY profile, email");
            while (all.executeStep())
                take(sqlite::read_row(all, name_));
        } catch (const SQLite::Exception& failure) {
            sqlite::refuse(name_, failure);
        }
    }

private:
    const std::string name_;
    SQLite::Database database_;
};

} // namespace

std::unique_ptr<ledger_reading> read_sqlite_ledger(const std::string& path)
{
    if (::access(path.c_str(), R_OK) != 0)
        sqlite::refuse(path, "cannot be read: " + std::generic_category().message(errno));
    try {
        return std::make_unique<sqlite_reading>(path);
    } catch (const SQLite::Exception& failure) {
        sqlite::refuse(path, failure);
    }
}

} // namespace useapi::bulk
