#include "simulation/database/session.hpp"

#include "simulation/database/database_server.hpp"

#include <algorithm>

namespace useapi::database_simulation {

void session::rest::await_suspend(std::coroutine_handle<> waiting) const
{
    of.waiting_ = waiting;
    ++of.wait_;
    if (until)
        of.resume_at(*until);
}

void session::resume_at(time_point when)
{
    server_.clock().schedule(when, [weak = weak_from_this(), number = wait_] {
        const auto self = weak.lock();
        if (self && self->wait_ == number && self->waiting_)
            std::exchange(self->waiting_, nullptr).resume();
    });
}

void session::wake()
{
    if (waiting_)
        resume_at(server_.clock().now());
}

void session::begin()
{
    loop_.emplace(serve());
    loop_->begin();
}

void session::receive(std::vector<sql_statement> pipeline)
{
    inbox_.push_back(std::move(pipeline));
    wake();
}

void session::hang_up()
{
    is_without_client_ = true;
    wake();
}

void session::terminate(std::string state)
{
    is_terminated_ = std::move(state);
    wake();
}

work<nothing> session::serve()
{
    std::string state;
    try {
        for (;;) {
            std::vector<sql_statement> next = co_await next_pipeline();
            std::vector<sql_result> results = co_await run(std::move(next));
            answer(std::move(results));
        }
    } catch (const ended& why) {
        state = why.state;
    }
    has_ended_ = true;
    roll_back();
    closed(state);
    co_return nothing();
}

work<std::vector<sql_statement>> session::next_pipeline()
{
    const time_point idle_ends = server_.clock().now() + idle_timeout_;
    const bool may_be_idle = transaction_ == 0 || idle_timeout_.count() == 0;
    while (inbox_.empty()) {
        if (is_without_client_)
            throw ended();
        co_await rest{*this, may_be_idle ? std::nullopt : std::optional(idle_ends)};
        if (is_terminated_)
            throw ended{*is_terminated_};
        if (inbox_.empty() && !may_be_idle && server_.clock().now() >= idle_ends) {
            server_.count("database: a transaction was idle for too long");
            throw ended{"25P03"};
        }
    }
    std::vector<sql_statement> next = std::move(inbox_.front());
    inbox_.pop_front();
    co_return next;
}

/** "If any statement in a pipeline encounters an error, the server aborts the current transaction and does
    not execute any subsequent command in the queue until the next synchronization point".
    https://www.postgresql.org/docs/15/libpq-pipeline-mode.html */
work<std::vector<sql_result>> session::run(std::vector<sql_statement> all)
{
    std::vector<sql_result> results;
    bool skips = false;
    for (const sql_statement& each : all) {
        sql_result made;
        made.is_skipped = skips;
        if (!skips) {
            try {
                made = co_await execute(each);
            } catch (const sql_error& failure) {
                made.state = failure.state;
                made.message = failure.what();
                skips = true;
                fail();
            }
        }
        results.push_back(std::move(made));
    }
    co_return results;
}

work<sql_result> session::execute(const sql_statement& what)
{
    const handler known = handler_of(what.text);
    if (known == nullptr) {
        server_.refuse_unknown(what.text);
        throw sql_error("42601", "the model does not know this statement");
    }
    server_.look_for_secrets(what.parameters);
    if (has_failed_ && known != &session::undo && known != &session::commit)
        throw sql_error("25P02", "current transaction is aborted, commands ignored until end of transaction");
    begin_statement();
    if (known != &session::undo)
        server_.draw_failure(*this);
    check_interrupts();
    sql_result made = co_await (this->*known)(what.parameters);
    statement_ends_.reset();
    co_return made;
}

/** "two successive SELECT commands can see different data, even though they are within a single transaction"
    at READ COMMITTED. https://www.postgresql.org/docs/15/transaction-iso.html */
void session::begin_statement()
{
    if (kept_ && kept_->of == 0)
        kept_ = server_.tables().now(transaction_);
    now_ = kept_ ? *kept_ : server_.tables().now(transaction_);
    statement_ends_.reset();
    if (statement_timeout_.count() != 0)
        statement_ends_ = server_.clock().now() + statement_timeout_;
}

/** The server undoes a transaction as soon as it fails. Its client has to end it all the same. */
void session::fail()
{
    has_failed_ = has_failed_ || transaction_ != 0;
    roll_back();
}

void session::roll_back()
{
    if (transaction_ == 0)
        return;
    server_.tables().roll_back(transaction_);
    look_up();
}

/** The transaction has ended. Those that wait for it go on. */
void session::look_up()
{
    server_.on_ended(std::exchange(transaction_, 0));
    is_read_only_ = false;
    kept_.reset();
    lock_timeout_ = {};
    statement_timeout_ = {};
    idle_timeout_ = {};
}

} // namespace useapi::database_simulation
