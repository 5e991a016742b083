#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_CONNECTION_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_CONNECTION_HPP

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/shared_ledger.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::bulk::postgres {

/** A quoted name for a statement. */
std::string quoted_name(std::string_view name);

/** The rows that a statement returned. All values are text. */
class rows
{
public:
    explicit rows(PGresult* result) : result_(result, PQclear) {}

    int count() const noexcept { return PQntuples(result_.get()); }

    int columns() const noexcept { return PQnfields(result_.get()); }

    bool is_null(int row, int column) const noexcept { return PQgetisnull(result_.get(), row, column) != 0; }

    std::string text(int row, int column) const { return PQgetvalue(result_.get(), row, column); }

    std::int64_t number(int row, int column) const;

    bool has_succeeded() const noexcept;

    /** The SQLSTATE of a failure; empty if the failure has no SQLSTATE. */
    std::string error_state() const;

    std::string error_text() const { return PQresultErrorMessage(result_.get()); }

private:
    std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

/** A value of a statement; nothing is NULL. */
using parameter = std::optional<std::string>;

/** A failure after which the whole transaction succeeds if it is repeated. */
class conflict : public ledger_out_of_reach
{
public:
    using ledger_out_of_reach::ledger_out_of_reach;
};

/** One of several statements that are sent together. */
class statement
{
public:
    statement(std::string what, std::vector<parameter> with) : sql(std::move(what)), values(std::move(with))
    {
    }

    std::string sql;
    std::vector<parameter> values;
};

/** A connection to a database. For one thread at a time.

    Behind a pooler each transaction may have another session. So nothing is kept in sessions, and everything
    is done in transactions.

    @throws useapi::exception  `errc::invalid_argument` from every function that talks to the server;
                               `ledger_not_ready` if the connection is lost or the server is not ready; from
                               the constructor also `ledger_out_of_reach` if the server cannot be reached. No
                               message holds the URL's password.
*/
class connection
{
public:
    explicit connection(const std::string& url);

    /** Whether `reconnect` is needed before the next statement. */
    bool is_lost() const noexcept { return must_reconnect_ || PQstatus(connection_.get()) != CONNECTION_OK; }

    void reconnect();

    /** The name for messages: host and database, but no other part of the URL. */
    const std::string& name() const noexcept { return name_; }

    /** Runs one statement within a transaction. */
    rows execute(const std::string& sql, const std::vector<parameter>& values = {});

    /** Sends all statements at once, and waits once for their results. A failure ends all.
        @return one result for each statement */
    std::vector<rows> execute_together(const std::vector<statement>& all);

    /** Limits every later transaction: how long a statement waits for a lock, how long it takes, and how long
        the transaction may be idle. 0: no limit. */
    void limit(std::chrono::milliseconds for_lock, std::chrono::milliseconds for_statement,
               std::chrono::milliseconds idle);

    /** Sets the schema of every later transaction. */
    void use_schema(const std::string& name);

    const std::string& schema() const noexcept { return schema_; }

    /** How the connection reaches the server. */
    shared_link link() const;

    /** The statement that begins a transaction, and makes it independent of the settings of server and role.
     */
    std::vector<statement> beginning(std::string_view mode) const;

    /** Passes every row of a query to `take`. Only some of the rows are in memory at a time. */
    template <class Take>
    void every_row(const std::string& sql, Take take)
    {
        execute("DECLARE every_row NO SCROLL CURSOR FOR " + sql);
        for (;;) {
            const rows some = execute("FETCH 1000 FROM every_row");
            for (int i = 0; i < some.count(); ++i)
                take(some, i);
            if (some.count() == 0)
                break;
        }
        execute("CLOSE every_row");
    }

    /** Undoes the transaction, in whatever state the connection is. */
    void roll_back() noexcept;

    [[noreturn]] void refuse(const std::string& why) const;

private:
    void connect();
    PGPing ping() const;
    [[noreturn]] void fail_to_connect(bool is_not_ready) const;
    error detailed(const std::string& why) const;
    [[noreturn]] void lose(const std::string& why) const;
    void check_status(const rows& made);
    std::string without_password(std::string text) const;

    const std::string url_;
    std::string name_;
    std::string password_;
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    bool must_reconnect_ = false;
    std::string schema_;
    std::vector<parameter> settings_{std::nullopt, "0", "0", "0"}; ///< of `beginning`
};

/** After a wait for a lock, the statement sees the new state of the rows. */
inline constexpr std::string_view read_committed = "READ COMMITTED";

/** All statements see the state of the database at the first one. */
inline constexpr std::string_view snapshot = "REPEATABLE READ READ ONLY";

/** Undoes a transaction that does not reach its end. */
class left_open
{
public:
    explicit left_open(connection& on) : connection_(on) {}

    left_open(const left_open&) = delete;
    left_open& operator=(const left_open&) = delete;

    ~left_open()
    {
        if (!is_over)
            connection_.roll_back();
    }

    bool is_over = false;

private:
    connection& connection_;
};

/** A transaction. It is undone unless `commit` is called. */
class transaction
{
public:
    explicit transaction(connection& on, std::string_view mode = read_committed) : connection_(on), guard_(on)
    {
        connection_.execute_together(connection_.beginning(mode));
    }

    void commit()
    {
        connection_.execute("COMMIT");
        guard_.is_over = true;
    }

private:
    connection& connection_;
    left_open guard_;
};

} // namespace useapi::bulk::postgres

#endif
