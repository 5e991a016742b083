#include "bulk/ledger/postgres/postgres_connection.hpp"

#include "bulk/ledger/postgres/postgres_failure.hpp"

#include <useapi/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace useapi::bulk::postgres {
namespace {

/** libpq takes an unexpected part of a URL for a host or a database, and repeats it in messages. It may be a
    part of a password. */
bool could_tear_a_password_apart(std::string_view url)
{
    const std::size_t begin = url.find("://") + 3;
    const std::size_t authority_end = std::min(url.find_first_of("/?", begin), url.size());
    const std::string_view authority = url.substr(begin, authority_end - begin);
    return std::count(authority.begin(), authority.end(), '@') > 1 ||
           url.find('@', authority_end) != std::string_view::npos;
}

/** The parameters in libpq's form; a null pointer means NULL. */
std::vector<const char*> texts_of(const std::vector<parameter>& values)
{
    std::vector<const char*> texts;
    texts.reserve(values.size());
    for (const parameter& each : values)
        texts.push_back(each ? each->c_str() : nullptr);
    return texts;
}

/** Advice for a failure to connect whose text does not tell the user what to do. */
std::string hint_of(std::string_view failure)
{
    if (failure.find("unsupported startup parameter") == std::string_view::npos)
        return {};
    return "; PgBouncer does not pass on options of a URL: set them for the role by ALTER ROLE ... SET "
           "search_path, or name another database";
}

/** Settings of the URL override the ones before it here. With these settings a peer that vanished is noticed
    within some 20 s; with the system's settings it may take a quarter of an hour. */
struct connect_options
{
    explicit connect_options(const std::string& url) { values[6] = url.c_str(); }

    std::array<const char*, 9> keywords{"connect_timeout",
                                        "tcp_user_timeout",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "application_name",
                                        "dbname",
                                        "client_encoding",
                                        nullptr};
    std::array<const char*, 9> values{"10", "20000", "10", "5", "2", "useapi", nullptr, "UTF8", nullptr};
};

/** The settings hold until the end of the transaction. So they also work behind a pooler that gives each
    transaction another session. Only these settings of servers and roles change what a ledger reads or
    writes. */
constexpr const char* settings_statement =
    "SELECT pg_catalog.set_config('search_path', "
    "coalesce($1, pg_catalog.current_setting('search_path')), true), "
    "pg_catalog.set_config('lock_timeout', $2, true), pg_catalog.set_config('statement_timeout', $3, true), "
    "pg_catalog.set_config('idle_in_transaction_session_timeout', $4, true), "
    "pg_catalog.set_config('client_encoding', 'UTF8', true), "
    "pg_catalog.set_config('bytea_output', 'hex', true), pg_catalog.set_config('array_nulls', 'on', true), "
    // Otherwise a crash of the server could lose the record that a row was sent.
    "CASE pg_catalog.current_setting('synchronous_commit') WHEN 'off' THEN "
    "pg_catalog.set_config('synchronous_commit', 'on', true) END";

} // namespace

std::string quoted_name(std::string_view name)
{
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"')
            quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

std::int64_t rows::number(int row, int column) const
{
    const char* const text = PQgetvalue(result_.get(), row, column);
    std::int64_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

bool rows::has_succeeded() const noexcept
{
    const auto status = PQresultStatus(result_.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::string rows::error_state() const
{
    const char* const state = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
    return state ? state : "";
}

connection::connection(const std::string& url)
    : url_(url), name_("postgresql://"), connection_(nullptr, PQfinish)
{
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parts(
        could_tear_a_password_apart(url) ? nullptr : PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
    if (!parts)
        refuse("the URL cannot be understood; in its user and password, write %40 for @, %2F for / and %3A "
               "for :");
    std::string host;
    std::string database;
    for (const PQconninfoOption* part = parts.get(); part->keyword; ++part) {
        const std::string value = part->val ? part->val : "";
        if (std::strcmp(part->keyword, "password") == 0)
            password_ = value;
        else if (std::strcmp(part->keyword, "host") == 0)
            host = value;
        else if (std::strcmp(part->keyword, "dbname") == 0)
            database = value;
    }
    name_ += host + '/' + database;
    connect();
    if (is_lost()) {
        const PGPing server = ping();
        if (server == PQPING_OK)
            connect(); // the server may have begun to serve since it refused the first one
        if (is_lost())
            fail_to_connect(server == PQPING_REJECT);
    }
    // Other encodings lack characters that an email may have. SQL_ASCII stores any bytes.
    const char* const encoding = PQparameterStatus(connection_.get(), "server_encoding");
    if (encoding && std::strcmp(encoding, "UTF8") != 0 && std::strcmp(encoding, "SQL_ASCII") != 0)
        refuse(std::string("its encoding is ") + encoding +
               "; name a database that was made with ENCODING UTF8");
}

void connection::connect()
{
    const connect_options options(url_);
    connection_.reset(PQconnectdbParams(options.keywords.data(), options.values.data(), 1));
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    must_reconnect_ = false;
}

/** libpq does not tell the state (SQLSTATE) of a refused connection. PQping tells one of them: 57P03. */
PGPing connection::ping() const
{
    const connect_options options(url_);
    return PQpingParams(options.keywords.data(), options.values.data(), 1);
}

void connection::fail_to_connect(bool is_not_ready) const
{
    const std::string said = PQerrorMessage(connection_.get());
    const error why = detailed((is_not_ready ? "cannot serve now: " : "cannot be reached: ") +
                               without_password(said) + hint_of(said));
    if (is_not_ready)
        throw ledger_not_ready(why);
    throw ledger_out_of_reach(why);
}

void connection::reconnect()
{
    connect();
    if (is_lost())
        lose("cannot be reached");
}

void connection::limit(std::chrono::milliseconds for_lock, std::chrono::milliseconds for_statement,
                       std::chrono::milliseconds idle)
{
    settings_ = {settings_[0], std::to_string(for_lock.count()), std::to_string(for_statement.count()),
                 std::to_string(idle.count())};
}

void connection::use_schema(const std::string& name)
{
    schema_ = name;
    settings_[0] = quoted_name(name) + ", pg_temp";
}

shared_link connection::link() const
{
    shared_link made;
    made.ledger = name_;
    const char* const host = PQhost(connection_.get());
    made.is_local = !host || *host == '/' || *host == '@';
    if (PQsslInUse(connection_.get()) != 0)
        made.protocol = PQsslAttribute(connection_.get(), "protocol");
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parts(PQconninfo(connection_.get()),
                                                                             PQconninfoFree);
    for (const PQconninfoOption* part = parts.get(); part && part->keyword; ++part)
        if (std::strcmp(part->keyword, "sslmode") == 0 && part->val)
            made.sslmode = part->val;
    return made;
}

std::vector<statement> connection::beginning(std::string_view mode) const
{
    return {{"BEGIN ISOLATION LEVEL " + std::string(mode), {}}, {settings_statement, settings_}};
}

rows connection::execute(const std::string& sql, const std::vector<parameter>& values)
{
    const auto texts = texts_of(values);
    rows made(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr,
                           texts.data(), nullptr, nullptr, 0));
    check_status(made);
    return made;
}

std::vector<rows> connection::execute_together(const std::vector<statement>& all)
{
    if (PQenterPipelineMode(connection_.get()) != 1)
        lose("cannot be sent to");
    for (const statement& each : all) {
        const auto texts = texts_of(each.values);
        PQsendQueryParams(connection_.get(), each.sql.c_str(), static_cast<int>(texts.size()), nullptr,
                          texts.data(), nullptr, nullptr, 0);
    }
    PQpipelineSync(connection_.get());
    std::vector<rows> results;
    // A null pointer follows the result of each statement, and the end of the pipeline has a result of its
    // own.
    bool has_ended = false;
    for (unsigned nothing = 0; !has_ended && nothing < 2 && !is_lost();) {
        PGresult* const result = PQgetResult(connection_.get());
        nothing = result ? 0 : nothing + 1;
        has_ended = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        if (has_ended)
            PQclear(result);
        else if (result)
            results.emplace_back(result);
    }
    PQexitPipelineMode(connection_.get());
    // The first failure counts: the later ones belong to statements that were skipped.
    for (const rows& each : results)
        check_status(each);
    if (results.size() != all.size())
        lose("lost its connection");
    return results;
}

void connection::roll_back() noexcept
{
    PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

error connection::detailed(const std::string& why) const
{
    return error(errc::invalid_argument).detail("ledger " + name_ + ": " + why);
}

void connection::refuse(const std::string& why) const
{
    throw exception(detailed(why));
}

/** The server ended the connection, or restarts. */
void connection::lose(const std::string& why) const
{
    throw ledger_not_ready(detailed(why + ": " + without_password(PQerrorMessage(connection_.get()))));
}

void connection::check_status(const rows& made)
{
    if (made.has_succeeded())
        return;
    const std::string state = made.error_state();
    // A failure without a state does not come from the server.
    must_reconnect_ |= state.empty();
    if (is_lost())
        lose("lost its connection");
    const std::string why = without_password(made.error_text());
    const auto detail = [&](const std::string& meaning) { return detailed(meaning + ": " + why); };
    switch (kind_of(state)) {
    case failure_kind::conflict:
        throw conflict(detail("other transactions are in the way"));
    case failure_kind::held_up:
        throw ledger_out_of_reach(detail("another session of the database holds it up"));
    case failure_kind::read_only:
        // Only a new connection may find the server that accepts writes now.
        must_reconnect_ = true;
        throw ledger_not_ready(detail("takes no writes"));
    case failure_kind::not_ready:
        must_reconnect_ = true;
        throw ledger_not_ready(detail("cannot serve now"));
    case failure_kind::no_right:
        refuse("its role lacks a right; useapi ledger init, run by the owner, prints the rights that workers "
               "need: " +
               why);
    case failure_kind::lasting:
        break;
    }
    refuse("cannot be read or written: " + why);
}

std::string connection::without_password(std::string text) const
{
    // libpq adds lines with guesses about the reason below the server's text.
    text.erase(std::min(text.find("\nserver closed the connection"), text.size()));
    text.erase(std::min(text.find("\n\tThis probably means"), text.size()));
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    for (std::size_t at = 0; !password_.empty() && (at = text.find(password_, at)) != std::string::npos;)
        text.replace(at, password_.size(), "***");
    return text;
}

} // namespace useapi::bulk::postgres
