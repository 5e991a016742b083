#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_CONNECTION_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_CONNECTION_HPP

#include "bulk/ledger/ledger_store.hpp"

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

/** What a statement returned. All values are text. */
class rows
{
public:
    explicit rows(PGresult* result) : result_(result, PQclear) {}

    int count() const noexcept { return PQntuples(result_.get()); }

    bool is_null(int row, int column) const noexcept { return PQgetisnull(result_.get(), row, column) != 0; }

    std::string text(int row, int column) const { return PQgetvalue(result_.get(), row, column); }

    std::int64_t number(int row, int column) const;

    bool has_succeeded() const noexcept;

    /** The SQLSTATE of a failure; empty where there is none. */
    std::string error_state() const;

    std::string error_text() const { return PQresultErrorMessage(result_.get()); }

private:
    std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

/** A value of a statement; nothing is NULL. */
using parameter = std::optional<std::string>;

/** A failure that goes away by doing the whole transaction again. */
class conflict : public ledger_out_of_reach
{
public:
    using ledger_out_of_reach::ledger_out_of_reach;
};

/** One of several statements that are sent together. */
class statement
{
public:
    statement(std::string name, std::string what, std::vector<parameter> with = {})
        : key(std::move(name)), sql(std::move(what)), values(std::move(with))
    {
    }

    std::string key; ///< the same for the same text
    std::string sql;
    std::vector<parameter> values;
};

/** A connection to a database. For one thread at a time.

    @throws useapi::exception  `errc::invalid_argument` from every function that talks to the server;
   `ledger_out_of_reach` from all but the constructor where the connection is lost. No message holds the URL's
   password.
*/
class connection
{
public:
    explicit connection(const std::string& url);

    /** Whether nothing can be executed any more before `reconnect`. */
    bool is_lost() const noexcept { return PQstatus(connection_.get()) != CONNECTION_OK; }

    void reconnect();

    /** How messages call it: host and database, and no more of the URL. */
    const std::string& name() const noexcept { return name_; }

    rows execute(const std::string& sql, const std::vector<parameter>& values = {});

    /** As `execute`, for a statement that is sent many times. */
    rows execute_prepared(const std::string& key, const std::string& sql,
                          const std::vector<parameter>& values);

    /** Sends all statements at once, and waits once for what they return. One that fails ends them.
        @return a result a statement */
    std::vector<rows> execute_together(const std::vector<statement>& all);

    /** No statement waits longer for a lock, or takes longer, or leaves a transaction idle for longer; 0: no
       limit. In force after `reconnect`, too. */
    void limit(std::chrono::milliseconds for_lock, std::chrono::milliseconds for_statement,
               std::chrono::milliseconds idle);

    /** Hands over every row of a query, of which only some are in memory at a time. */
    template <class Take>
    void for_each(const std::string& sql, Take take)
    {
        execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        every_row(sql, std::move(take));
        execute("COMMIT");
    }

    /** The same, in the transaction that is under way. */
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

    /** Undoes what a transaction did so far, whatever state the connection is in. */
    void roll_back() noexcept;

    [[noreturn]] void refuse(const std::string& why) const;

private:
    void connect();
    void set_limits();
    void prepare(const std::string& key, const std::string& sql);
    [[noreturn]] void lose(const std::string& why) const;
    rows check(PGresult* result) const;
    std::vector<rows> checked(const std::vector<PGresult*>& results, std::size_t expected) const;
    void check_status(const rows& made) const;
    std::string without_password(std::string text) const;

    const std::string url_;
    std::string name_;
    std::string password_;
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    std::vector<std::string> prepared_;
    std::vector<parameter> limits_; ///< empty: the server's
};

/** A transaction, undone where it is left before `commit`. */
class transaction
{
public:
    explicit transaction(connection& on) : connection_(on) { connection_.execute(begin); }

    /** Whatever the database's default is: decisions are made again after a lock was waited for. */
    static constexpr const char* begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    ~transaction()
    {
        if (!is_over_)
            connection_.roll_back();
    }

    void commit()
    {
        connection_.execute("COMMIT");
        is_over_ = true;
    }

private:
    connection& connection_;
    bool is_over_ = false;
};

} // namespace useapi::bulk::postgres

#endif
