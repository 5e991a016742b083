#include "bulk/ledger/sqlite/sqlite_database.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/refuse.hpp"

#include <useapi/error.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace useapi::bulk::sqlite {
namespace {

std::optional<wall_time> read_time(const SQLite::Column& column)
{
    if (column.isNull())
        return std::nullopt;
    return wall_time(std::chrono::milliseconds(column.getInt64()));
}

void bind_time(SQLite::Statement& statement, int index, const std::optional<wall_time>& time)
{
    if (time)
        statement.bind(index, std::int64_t(time->time_since_epoch().count()));
    else
        statement.bind(index);
}

template <class Bytes>
std::optional<Bytes> read_bytes(const SQLite::Column& column)
{
    Bytes found;
    if (static_cast<std::size_t>(column.getBytes()) != found.size())
        return std::nullopt;
    std::memcpy(found.data(), column.getBlob(), found.size());
    return found;
}

} // namespace

ledger_row read_row(SQLite::Statement& found, const std::string& name)
{
    ledger_row row;
    stored_parts parts;
    int next = 0;
    row.key.profile = found.getColumn(next++).getString();
    row.key.email = found.getColumn(next++).getString();
    parts.state = found.getColumn(next++).getString();
    parts.before_sent = found.getColumn(next++).getString();
    parts.digest = read_bytes<row_digest>(found.getColumn(next++));
    row.line = static_cast<std::uint64_t>(found.getColumn(next++).getInt64());
    row.attempts = found.getColumn(next++).getUInt();
    row.status = found.getColumn(next++).getInt();
    parts.effect = found.getColumn(next++).getString();
    row.worth_retrying = found.getColumn(next++).getInt() != 0;
    row.error = found.getColumn(next++).getString();
    parts.retries = found.getColumn(next++).getString();
    row.first_sent_at = read_time(found.getColumn(next++));
    row.sent_at = read_time(found.getColumn(next++));
    row.settled_at = read_time(found.getColumn(next++));
    row.elapsed = std::chrono::milliseconds(found.getColumn(next++).getInt64());
    parts.seal = read_bytes<row_seal>(found.getColumn(next++));
    const std::uint64_t line = row.line;
    if (auto whole = restored(std::move(row), parts))
        return std::move(*whole);
    refuse_damaged(name, "its row for line " + std::to_string(line) + " of the input was altered");
}

void bind_row(SQLite::Statement& statement, const ledger_row& row)
{
    int next = 1;
    statement.bind(next++, row.key.profile);
    statement.bind(next++, row.key.email);
    statement.bind(next++, std::string(to_string(row.state)));
    statement.bind(next++, std::string(to_string(row.before_sent)));
    statement.bind(next++, row.digest.data(), static_cast<int>(row.digest.size()));
    statement.bind(next++, static_cast<std::int64_t>(row.line));
    statement.bind(next++, row.attempts);
    statement.bind(next++, row.status);
    statement.bind(next++, std::string(useapi::to_string(row.effect)));
    statement.bind(next++, int(row.worth_retrying));
    statement.bind(next++, row.error);
    statement.bind(next++, to_text(row.retries));
    bind_time(statement, next++, row.first_sent_at);
    bind_time(statement, next++, row.sent_at);
    bind_time(statement, next++, row.settled_at);
    statement.bind(next++, std::int64_t(row.elapsed.count()));
    const row_seal seal = seal_of(row);
    statement.bind(next++, seal.data(), static_cast<int>(seal.size()));
}

std::map<std::string, std::string> read_run(SQLite::Database& database, const std::string& name)
{
    std::map<std::string, std::string> values;
    SQLite::Statement all(database, "SELECT name, value, seal FROM run");
    while (all.executeStep()) {
        std::string key = all.getColumn(0).getString();
        std::string value = all.getColumn(1).getString();
        if (read_bytes<row_seal>(all.getColumn(2)) != seal_of(key, value))
            refuse_damaged(name, "the record of its run was altered");
        values.emplace(std::move(key), std::move(value));
    }
    return values;
}

ledger_salt parse_salt(const std::string& text, const std::string& name)
{
    ledger_salt salt{};
    if (!parse_hexadecimal(text, salt))
        refuse_damaged(name, "its salt was altered");
    return salt;
}

void require_ledger(SQLite::Database& database, const std::string& name)
{
    if (database.execAndGet("PRAGMA application_id").getInt64() != application_id)
        refuse(name, "is not a ledger of useapi");
    if (database.execAndGet("PRAGMA user_version").getInt64() > format_version)
        refuse(name, "was made by a later version of useapi");
}

void refuse(const std::string& name, const std::string& why)
{
    bulk::refuse("ledger " + name + ": " + why);
}

namespace {

constexpr const char* no_locks = "is on a file system that does not lock files reliably, such as some "
                                 "network shares: keep it on a local disk";

std::string damage(const std::string& what)
{
    return "is damaged (" + what +
           "); put back a copy of it with its -wal and -shm, or move all three out of the way: then every "
           "row is sent once more, which does no harm";
}

std::string meaning_of_io_failure(int code, const std::string& said)
{
    switch (code) {
    // If a file system is full, the shared memory file of the log is the first one that cannot grow.
    case SQLITE_IOERR_SHMSIZE:
        return "the disk is full";
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_UNLOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_CHECKRESERVEDLOCK:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMLOCK:
    case SQLITE_IOERR_SHMMAP:
        return no_locks;
    case SQLITE_IOERR_NOMEM:
        return "there is not enough memory";
    default:
        return "cannot be read or written: " + said;
    }
}

} // namespace

std::string meaning_of(int code, const std::string& said)
{
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return "the disk is full";
    case SQLITE_READONLY:
        return "is read-only";
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return "you have no right to write it";
    case SQLITE_CANTOPEN:
        return "cannot be opened; its folder must be writable as well";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "is locked by another program";
    case SQLITE_PROTOCOL:
        return no_locks;
    case SQLITE_NOLFS:
    case SQLITE_TOOBIG:
        return "is too large for its file system";
    case SQLITE_NOMEM:
        return "there is not enough memory";
    case SQLITE_IOERR:
        return meaning_of_io_failure(code, said);
    case SQLITE_NOTADB:
        return "is not a ledger of useapi, or is damaged at its beginning";
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: // such as a missing table
        return damage(said);
    default:
        return "cannot be used: " + said;
    }
}

std::string meaning_of_check(const std::string& found)
{
    constexpr std::string_view before_code = "unable to get the page. error code=";
    int code = SQLITE_CORRUPT;
    if (const std::size_t at = found.find(before_code); at != std::string::npos)
        std::from_chars(found.data() + at + before_code.size(), found.data() + found.size(), code);
    if ((code & 0xFF) != SQLITE_CORRUPT)
        return meaning_of(code, sqlite3_errstr(code));
    std::string one_line = found;
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    return damage(one_line);
}

void refuse_damaged(const std::string& name, const std::string& what)
{
    refuse(name, damage(what));
}

void refuse(const std::string& name, const SQLite::Exception& failure)
{
    const std::string meaning = meaning_of(failure.getExtendedErrorCode(), failure.what());
    if (failure.getErrorCode() == SQLITE_BUSY || failure.getErrorCode() == SQLITE_LOCKED)
        throw ledger_out_of_reach(error(errc::invalid_argument).detail("ledger " + name + ": " + meaning));
    refuse(name, meaning);
}

} // namespace useapi::bulk::sqlite
