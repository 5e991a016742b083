#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "bulk/ledger/sqlite/sqlite_database.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace useapi::bulk {
namespace {

namespace fs = std::filesystem;

/** A copy of a ledger whose folder cannot be written, since SQLite makes files beside the file that it reads.
 */
class private_copy
{
public:
    /// @throws std::system_error
    explicit private_copy(const std::string& original)
    {
        std::string name = (fs::temp_directory_path() / "useapi-ledger-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category());
        folder_ = name;
        fs::copy_file(original, path());
        // Copies the log too, which has commits that are not in the file itself yet.
        std::error_code none;
        fs::copy_file(original + "-wal", path() + "-wal", none);
    }

    private_copy(const private_copy&) = delete;
    private_copy& operator=(const private_copy&) = delete;

    ~private_copy()
    {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    [[nodiscard]] std::string path() const { return (folder_ / "ledger").string(); }

private:
    fs::path folder_;
};

/** Whether an import has locked the file. It asks the system: trying the lock could keep an import from
    starting, and closing another descriptor of the file would end SQLite's locks. */
bool is_locked(const std::string& path)
{
    struct stat found = {};
    if (sqlite::is_open_here(path))
        return true;
    if (::stat(path.c_str(), &found) != 0)
        return false;
    std::ifstream locks("/proc/locks");
    const std::string file = ':' + std::to_string(found.st_ino) + ' ';
    for (std::string line; std::getline(locks, line);)
        if (line.find("FLOCK") != std::string::npos && line.find(file) != std::string::npos)
            return true;
    return false;
}

class sqlite_reading final : public ledger_reading
{
public:
    explicit sqlite_reading(const std::string& path, std::unique_ptr<private_copy> copy = nullptr)
        : name_(path), copy_(std::move(copy)),
          database_(copy_ ? copy_->path() : path, SQLite::OPEN_READONLY, sqlite::patience_ms)
    {
        sqlite::require_ledger(database_, name_);
        // All reads see the same state of the ledger.
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
            made.is_running = is_locked(name_);
            made.salt = sqlite::parse_salt(values["salt"], name_);
            made.values = std::move(values);
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

    std::map<row_key, ledger_row> find(const std::vector<row_key>& keys) override
    {
        try {
            SQLite::Statement one(database_, std::string("SELECT ") + sqlite::columns +
                                                 " FROM account WHERE profile = ? AND email = ?");
            std::map<row_key, ledger_row> found;
            for (const row_key& key : keys) {
                one.reset();
                one.bind(1, key.profile);
                one.bind(2, key.email);
                if (one.executeStep())
                    found.emplace(key, sqlite::read_row(one, name_));
            }
            return found;
        } catch (const SQLite::Exception& failure) {
            sqlite::refuse(name_, failure);
        }
    }

private:
    const std::string name_;
    const std::unique_ptr<private_copy> copy_;
    SQLite::Database database_;
};

std::unique_ptr<ledger_reading> read_copy(const std::string& path, const std::string& reason = {})
{
    try {
        return std::make_unique<sqlite_reading>(path, std::make_unique<private_copy>(path));
    } catch (const SQLite::Exception& failure) {
        sqlite::refuse(path, failure);
    } catch (const std::system_error& failure) {
        sqlite::refuse(path, reason + "a copy of it cannot be made: " + failure.code().message());
    }
}

} // namespace

sqlite::file_kind kind_of_ledger(const std::string& path)
{
    if (sqlite::is_open_here(path))
        return sqlite::file_kind::ledger;
    std::error_code ignored;
    const std::uintmax_t size = fs::file_size(path, ignored);
    if (ignored)
        return fs::exists(path, ignored) ? sqlite::file_kind::foreign : sqlite::file_kind::empty;
    std::string beginning(sqlite::header_size, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    return sqlite::kind_of(beginning, size);
}

std::unique_ptr<ledger_reading> read_sqlite_copy(const std::string& path)
{
    if (::access(path.c_str(), R_OK) != 0)
        sqlite::refuse(path, "cannot be read: " + std::generic_category().message(errno));
    auto made = is_locked(path) ? nullptr : read_copy(path);
    // A copy that was made while an import wrote may be damaged.
    if (is_locked(path))
        sqlite::refuse(path, "is in use by another import");
    return made;
}

std::unique_ptr<ledger_reading> read_sqlite_ledger(const std::string& path)
{
    if (::access(path.c_str(), R_OK) != 0)
        sqlite::refuse(path, "cannot be read: " + std::generic_category().message(errno));
    try {
        return std::make_unique<sqlite_reading>(path);
    } catch (const SQLite::Exception& failure) {
        const bool is_read_only =
            failure.getErrorCode() == SQLITE_CANTOPEN || failure.getErrorCode() == SQLITE_READONLY;
        if (!is_read_only || sqlite::is_open_here(path))
            sqlite::refuse(path, failure);
    }
    return read_copy(path, "its folder is not writable, and ");
}

} // namespace useapi::bulk
