#ifndef USEAPI_SRC_HTTP_TRANSACTION_HPP
#define USEAPI_SRC_HTTP_TRANSACTION_HPP

#include "http/connector.hpp"
#include "http/exchange/connection.hpp"
#include "http/pool/lease.hpp"
#include "http/pool/pool.hpp"

#include <useapi/error.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace useapi::http {

using exchange_outcome = struct exchange::outcome;

/** One attempt at a request: a connection of the pool and one exchange on it. If a reused connection was
    dead, the attempt repeats this on a fresh one.

    It ends in one of three ways: an exchange ended (`exchanged`), the pool had no connection (`failure`), or
    its owner stopped it before an exchange began (neither). It is used once, and must not move until it has
    ended.
*/
class transaction final : private pool::waiter, private exchange
{
public:
    using time_point = pool::time_point;

    /** The owner of the request. All functions are called under no lock of this layer. Functions that may
        call user code (all except `append_request` and `is_head`) are called on no strand: inside `start`, or
        on the `io_context`, one after the other. So no exchange, deadline or cancellation waits for user
        code. */
    class owner
    {
    public:
        /** Keeps the owner, and so the transaction, alive. */
        virtual std::shared_ptr<owner> hold() noexcept = 0;

        /** @see exchange::append_request */
        virtual void append_request(std::string& wire, std::string& scratch) = 0;

        /** @see exchange::is_head */
        virtual bool is_head() const noexcept { return false; }

        /** From now on the transaction waits for its connection, and `cancel_wait` may be called until the
            connection is granted. The transaction may have ended already; then only the owner may be used. */
        virtual void on_queued() noexcept = 0;

        /** A connection was granted. The owner may stop the transaction by returning false; otherwise it may
            call `cancel_exchange` from now on. */
        virtual bool may_exchange(const lease& granted, time_point now) noexcept = 0;

        /** A reused connection was dead and took no byte of the request. The owner may stop the transaction
            by returning false; otherwise it may call `cancel_wait` again. */
        virtual bool may_replace(time_point now) noexcept = 0;

        /** Called only if the transaction is watched. @param at when it happened */
        virtual void on_sent(time_point at) noexcept = 0;
        virtual void on_first_byte(time_point at) noexcept = 0;

        /** The transaction ended after `start` had returned true. An exception leaves the `io_context`. */
        virtual void on_ended() = 0;

    protected:
        ~owner() = default;
    };

    /** @param wants_fresh  a reused connection is not enough.
        @param watched      whether to call `on_sent` and `on_first_byte`. */
    transaction(owner& of, pool& connections, const connector& clock, bool wants_fresh, bool watched,
                time_point now) noexcept;

    /** Asks for a connection. Returns false if the transaction ended at once. */
    bool start() { return acquire(); }

    /** Ends the wait for a connection early; has no effect if the wait is over, or about to be. Thread-safe.
     */
    void cancel_wait() noexcept;

    /** Ends the exchange early; has no effect after its end. Thread-safe, but only until `on_ended` or
        `may_replace` is called. */
    void cancel_exchange() noexcept { granted->cancel(granted.ticket()); }

    /** Whether an exchange ended, and not the wait for a connection. */
    bool exchanged() const noexcept { return static_cast<bool>(granted); }

    /** The outcome of the exchange. */
    const exchange_outcome& outcome() const noexcept { return exchange::outcome; }

    /** The answer that the exchange received. */
    const response_reader& response() const noexcept { return granted->response(); }

    /** Why there was no connection; no error if the transaction was stopped. */
    const error& failure() const noexcept { return waiter::failure; }

    /** Whether no byte came back from a connection that was used before. Most likely the peer had closed it,
        and others of its age. */
    bool found_connection_dead() const noexcept;

    /** When it ended. */
    time_point ended_at() const noexcept { return now_; }

    /** Notes that the received bytes are not an answer to the request: the connection is not used again.
     */
    void distrust() noexcept { exchange::outcome.reusable = false; }

    /** Gives the connection of the ended exchange back, which takes the response with it. */
    void give_back() noexcept;

private:
    void append_request(std::string& wire, std::string& scratch) override
    {
        owner_.append_request(wire, scratch);
    }

    bool is_head() const noexcept override { return owner_.is_head(); }

    /** Events on the strand that are reported to the owner outside of it. */
    enum news : unsigned
    {
        request_sent = 1,
        first_byte = 2,
        exchange_ended = 4
    };

    void on_sent() noexcept override;
    void on_first_byte() noexcept override;
    void on_served() noexcept override;
    void on_exchanged() noexcept override;

    void happened(news what);
    void tell_owner();
    void end_exchange();
    bool acquire();
    bool begin_exchange(connection::beginning when);
    void post_end();

    owner& owner_;
    pool& pool_;
    const connector& clock_;
    time_point now_; ///< when the last step ended
    time_point sent_at_;
    time_point first_byte_at_;
    std::atomic<unsigned> news_ = 0; ///< not 0 while `tell_owner` runs or is about to; publishes the times
};

} // namespace useapi::http

#endif
