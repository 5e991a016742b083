#include "bulk/ledger/postgres/postgres_rows.hpp"

#include "bulk/ledger/ledger_digest.hpp"
#include "vocabulary/utf8.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace useapi::bulk::postgres {
namespace {

std::string to_bytea(std::span<const std::uint8_t> bytes)
{
    return "\\x" + to_hexadecimal(bytes);
}

template <class Bytes>
std::optional<Bytes> parse_bytea(std::string_view text)
{
    Bytes found;
    if (!text.starts_with("\\x") || !parse_hexadecimal(text.substr(2), found))
        return std::nullopt;
    return found;
}

/** A database accepts neither NUL nor bytes that are not UTF-8. */
std::string storable(std::string text)
{
    for (;;) {
        const std::size_t nul = text.find('\0');
        const std::size_t at = std::min(nul, find_invalid_utf8(text));
        if (at == std::string::npos)
            return text;
        text[at] = '?';
    }
}

parameter time_value(const std::optional<wall_time>& time)
{
    if (!time)
        return std::nullopt;
    return std::to_string(time->time_since_epoch().count());
}

} // namespace

std::map<std::string, std::string> read_run(const rows& all)
{
    std::map<std::string, std::string> values;
    for (int i = 0; i < all.count(); ++i)
        values[all.text(i, 0)] = all.text(i, 1);
    return values;
}

std::map<std::string, std::string> read_run(connection& database)
{
    return read_run(database.execute(run_query));
}

ledger_row read_row(const connection& from, const rows& found, int row)
{
    ledger_row made;
    stored_parts parts;
    int column = 0;
    const auto time = [&](int at) -> std::optional<wall_time> {
        if (found.is_null(row, at))
            return std::nullopt;
        return wall_time(std::chrono::milliseconds(found.number(row, at)));
    };
    made.key.profile = found.text(row, column++);
    made.key.email = found.text(row, column++);
    parts.state = found.text(row, column++);
    parts.before_sent = found.text(row, column++);
    parts.digest = parse_bytea<row_digest>(found.text(row, column++));
    made.line = static_cast<std::uint64_t>(found.number(row, column++));
    made.attempts = static_cast<unsigned>(found.number(row, column++));
    made.status = static_cast<int>(found.number(row, column++));
    parts.effect = found.text(row, column++);
    made.worth_retrying = found.text(row, column++) == "t";
    made.error = found.text(row, column++);
    parts.retries = found.text(row, column++);
    made.first_sent_at = time(column++);
    made.sent_at = time(column++);
    made.settled_at = time(column++);
    made.elapsed = std::chrono::milliseconds(found.number(row, column++));
    parts.seal = parse_bytea<row_seal>(found.text(row, column++));
    const std::string email = made.key.email;
    if (auto whole = restored(std::move(made), parts))
        return std::move(*whole);
    from.refuse("is damaged: the row of " + email + " was altered");
}

std::map<row_key, ledger_row> read_rows(const connection& from, const rows& found)
{
    std::map<row_key, ledger_row> made;
    for (int i = 0; i < found.count(); ++i) {
        ledger_row row = read_row(from, found, i);
        row_key key = row.key;
        made.emplace(std::move(key), std::move(row));
    }
    return made;
}

std::vector<parameter> values_of(const ledger_row& row)
{
    ledger_row stored = row;
    stored.error = storable(std::move(stored.error));
    return {stored.key.profile,
            stored.key.email,
            std::string(to_string(stored.state)),
            std::string(to_string(stored.before_sent)),
            to_bytea(stored.digest),
            std::to_string(stored.line),
            std::to_string(stored.attempts),
            std::to_string(stored.status),
            std::string(useapi::to_string(stored.effect)),
            std::string(stored.worth_retrying ? "t" : "f"),
            stored.error,
            to_text(stored.retries),
            time_value(stored.first_sent_at),
            time_value(stored.sent_at),
            time_value(stored.settled_at),
            std::to_string(stored.elapsed.count()),
            to_bytea(seal_of(stored))};
}

std::string array_of(const std::vector<parameter>& values)
{
    std::string array = "{";
    for (const parameter& value : values) {
        if (array.size() > 1)
            array += ',';
        if (!value) {
            array += "NULL";
            continue;
        }
        array += '"';
        for (const char c : *value) {
            if (c == '"' || c == '\\')
                array += '\\';
            array += c;
        }
        array += '"';
    }
    return array + '}';
}

} // namespace useapi::bulk::postgres
