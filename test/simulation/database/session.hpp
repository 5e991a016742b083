#ifndef USEAPI_TEST_SIMULATION_DATABASE_SESSION_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_SESSION_HPP

#include "simulation/database/model_tables.hpp"
#include "simulation/database/work.hpp"

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace useapi::database_simulation {

class database_server;

struct sql_statement
{
    std::string text;
    values parameters;
};

struct sql_result
{
    std::string state; ///< SQLSTATE; empty: the statement succeeded
    std::string message;
    bool is_skipped = false; ///< an earlier statement of the pipeline failed
    bool has_rows = false;
    std::vector<values> rows = {};
};

/** A statement failed. */
class sql_error : public std::runtime_error
{
public:
    sql_error(std::string code, const std::string& message)
        : std::runtime_error(message), state(std::move(code))
    {
    }

    std::string state;
};

/** A session of the server: one connection. It goes on without its client until it notices that the client is
    gone.

    It works for one transaction after the other, at READ COMMITTED or REPEATABLE READ READ ONLY.
    https://www.postgresql.org/docs/15/transaction-iso.html */
class session : public std::enable_shared_from_this<session>
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** @param worker  the number of the process that connects */
    session(database_server& server, std::size_t number, std::size_t worker)
        : server_(server), number_(number), worker_(worker)
    {
    }

    void begin();

    std::size_t number() const noexcept { return number_; }

    std::size_t worker() const noexcept { return worker_; }

    /** Statements up to a sync arrive. */
    void receive(std::vector<sql_statement> pipeline);

    /** It learns that its client is gone. */
    void hang_up();

    /** The server ends it.
        @param state  what it tells its client; empty: nothing */
    void terminate(std::string state);

    bool has_ended() const noexcept { return has_ended_; }

    /** The transaction that it waits for; 0: none */
    transaction_id waits_for() const noexcept { return waits_for_; }

    transaction_id transaction() const noexcept { return transaction_; }

    /** Whether the transaction has failed, and its client has not ended it yet. */
    bool has_failed() const noexcept { return has_failed_; }

    /** When the transaction began. */
    time_point began_at() const noexcept { return began_at_; }

    /** When the last transaction began that renewed a lease and was committed; nothing after the next call.
     */
    std::optional<time_point> take_committed() noexcept { return std::exchange(committed_, std::nullopt); }

    /** From now on its server takes no writes, for this session alone: another server took over. */
    void become_stale() noexcept { is_stale_ = true; }

    /** What it waits for has perhaps ended. */
    void wake();

    std::function<void(std::vector<sql_result>)> answer; ///< to a pipeline
    std::function<void(std::string)> closed;             ///< with the state that it told its client

private:
    struct ended
    {
        std::string state;
    };

    struct rest
    {
        session& of;
        std::optional<time_point> until;

        bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiting) const;

        void await_resume() const noexcept {}
    };

    using keyed_row = std::pair<row_id, values>;
    using condition = std::function<bool(const values&)>;
    using handler = work<sql_result> (session::*)(const values&);

    work<nothing> serve();
    work<std::vector<sql_statement>> next_pipeline();
    work<std::vector<sql_result>> run(std::vector<sql_statement> all);
    work<sql_result> execute(const sql_statement& what);
    static handler handler_of(const std::string& text);
    void resume_at(time_point when);
    void look_up();
    void fail();
    void roll_back();

    // session_waits.cpp
    void check_interrupts();
    work<nothing> pause(std::string_view what);
    work<nothing> wait_for(transaction_id other);
    bool is_in_circle() const;
    work<bool> lock_row(table where, const row_id& id, bool skips);
    work<std::vector<keyed_row>> select_for_update(table where, std::vector<row_id> ids, condition fits,
                                                   bool skips);
    work<std::vector<keyed_row>> lock_dead_workers(std::vector<row_id> ids);
    work<nothing> insert_or_update(table where, row_id id, values content);

    // session_statements.cpp and session_accounts.cpp
    void require_table(const std::string& name) const;
    work<nothing> change_table(std::string name);
    const values* find(table where, const row_id& id);
    std::vector<keyed_row> all(table where);
    bool has_lease(const value& worker);
    void begin_statement();

    work<sql_result> begin_read_committed(const values&);
    work<sql_result> begin_snapshot(const values&);
    work<sql_result> set_settings(const values&);
    work<sql_result> commit(const values&);
    work<sql_result> undo(const values&);
    work<sql_result> tell_schemas(const values&);
    work<sql_result> lock_entry(const values&);
    work<sql_result> find_accounts(const values&);
    work<sql_result> find_run(const values&);
    work<sql_result> make_run(const values&);
    work<sql_result> make_worker(const values&);
    work<sql_result> make_account(const values&);
    work<sql_result> tell_run(const values&);
    work<sql_result> set_run(const values&);
    work<sql_result> set_all_of_run(const values&);
    work<sql_result> tell_others(const values&);
    work<sql_result> tell_time(const values&);
    work<sql_result> tell_last_outcome(const values&);
    work<sql_result> remove_dead_workers(const values&);
    work<sql_result> enter(const values&);
    work<sql_result> renew(const values&);
    work<sql_result> insert_claims(const values&);
    work<sql_result> select_claims(const values&);
    work<sql_result> tell_owners_with_lease(const values&);
    work<sql_result> look(const values&);
    work<sql_result> select_mine(const values&);
    work<sql_result> put(const values&);
    work<sql_result> remove_worker(const values&);
    work<sql_result> make_table(std::string name);

    database_server& server_;
    const std::size_t number_;
    const std::size_t worker_;
    std::optional<work<nothing>> loop_;
    std::coroutine_handle<> waiting_;
    std::uint64_t wait_ = 0; ///< the number of the present wait
    std::deque<std::vector<sql_statement>> inbox_;
    bool is_without_client_ = false;
    bool has_ended_ = false;
    std::optional<std::string> is_terminated_;

    transaction_id transaction_ = 0; ///< 0: none
    bool has_failed_ = false;        ///< the transaction was undone, and its client has not ended it yet
    time_point began_at_{};
    std::optional<time_point> committed_;
    bool tells_of_lease_ = false; ///< the transaction has looked at the lease of its worker
    bool is_stale_ = false;
    bool is_read_only_ = false;
    std::optional<snapshot> kept_; ///< of a transaction that sees one snapshot only
    snapshot now_;                 ///< of the statement
    std::chrono::milliseconds lock_timeout_{};
    std::chrono::milliseconds statement_timeout_{};
    std::chrono::milliseconds idle_timeout_{};
    std::optional<time_point> statement_ends_;
    transaction_id waits_for_ = 0;
};

} // namespace useapi::database_simulation

#endif
