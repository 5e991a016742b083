#include "bulk/ledger/sqlite/sqlite_backup.hpp"

#include "bulk/ledger/sqlite/sqlite_database.hpp"
#include "bulk/refuse.hpp"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace useapi::bulk {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& why)
{
    throw std::runtime_error("backup " + path + ": " + why);
}

[[noreturn]] void fail(const std::string& path, int problem)
{
    fail(path, "cannot be written: " + std::generic_category().message(problem));
}

void require_free(const std::string& path, const std::string& name)
{
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(name, ignored)))
        refuse("backup " + path + ": " + name + " exists already, and is not overwritten: name another file");
}

/** SQLite would take a log or journal with that name as a part of the copy. */
void require_free_place(const std::string& path)
{
    for (const std::string_view ending : {"", "-wal", "-shm", "-journal"})
        require_free(path, path + std::string(ending));
}

/** A file beside its final place, where it is moved once it is complete. */
class unfinished_file
{
public:
    explicit unfinished_file(const std::string& place) : place_(place), name_(place + ".XXXXXX")
    {
        descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
        if (descriptor_ < 0)
            fail(place_, errno);
    }

    unfinished_file(const unfinished_file&) = delete;
    unfinished_file& operator=(const unfinished_file&) = delete;

    ~unfinished_file()
    {
        ::close(descriptor_);
        ::unlink(name_.c_str());
        ::unlink((name_ + "-journal").c_str());
    }

    [[nodiscard]] const std::string& path() const noexcept { return name_; }

    /** Moves the file to its place, unless there is a file already. */
    void put_in_place()
    {
        if (::fsync(descriptor_) != 0)
            fail(place_, errno);
        // Some file systems support only one of the two ways.
        if (::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, place_.c_str(), RENAME_NOREPLACE) != 0 &&
            (errno != EINVAL || ::link(name_.c_str(), place_.c_str()) != 0))
            fail(place_, errno);
        const std::string folder = fs::absolute(place_).parent_path().string();
        const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (opened < 0)
            return;
        ::fsync(opened);
        ::close(opened);
    }

private:
    const std::string place_;
    std::string name_;
    int descriptor_ = -1;
};

/** Opens a ledger, and begins to read one state of it. */
class ledger_snapshot
{
public:
    explicit ledger_snapshot(const std::string& path)
        : database_(path, SQLite::OPEN_READONLY, sqlite::patience_ms)
    {
        sqlite::require_ledger(database_, path);
        database_.exec("BEGIN");
        const std::string found = database_.execAndGet("PRAGMA quick_check(1)").getString();
        if (found != "ok")
            sqlite::refuse(path, sqlite::meaning_of_check(found));
    }

    std::uint64_t rows()
    {
        return static_cast<std::uint64_t>(database_.execAndGet("SELECT count(*) FROM account").getInt64());
    }

    void copy_to(const std::string& path)
    {
        SQLite::Database copy(path, SQLite::OPEN_READWRITE);
        SQLite::Backup all(copy, database_);
        if (const int problem = all.executeStep(); problem != SQLITE_DONE)
            throw SQLite::Exception(copy.getHandle(), problem);
    }

private:
    SQLite::Database database_;
};

} // namespace

std::uint64_t back_up_sqlite_ledger(const std::string& from, const std::string& to)
{
    if (::access(from.c_str(), R_OK) != 0)
        sqlite::refuse(from, "cannot be read: " + std::generic_category().message(errno));
    require_free_place(to);
    try {
        ledger_snapshot ledger(from);
        const std::uint64_t rows = ledger.rows();
        unfinished_file copy(to);
        try {
            ledger.copy_to(copy.path());
        } catch (const SQLite::Exception& failure) {
            fail(to, sqlite::meaning_of(failure.getExtendedErrorCode(), failure.what()));
        }
        copy.put_in_place();
        return rows;
    } catch (const SQLite::Exception& failure) {
        sqlite::refuse(from, failure);
    }
}

} // namespace useapi::bulk
