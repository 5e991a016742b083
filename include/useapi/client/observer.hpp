#ifndef USEAPI_CLIENT_OBSERVER_HPP
#define USEAPI_CLIENT_OBSERVER_HPP

#include <useapi/client/connection_events.hpp>
#include <useapi/client/events.hpp>
#include <useapi/config.hpp>

namespace useapi {

/** Is told what a client does while it does it: for logs, metrics and traces.

    Derive from it, override what you want to hear of, and hand it to `client_options::observe_with`.

    A call goes `call_queued`, perhaps `call_held_back`, then for each exchange `connection_acquired`,
    `request_sent`, `first_byte`, `response_received` or `request_failed`, and `connection_released`; after a
    failed attempt `retry_decided`; `call_ended` last. A connection goes `connection_connecting`, then
    `connection_failed`, or `connection_opened` and in the end `connection_closed`.

    It cannot throw. The client keeps the observer for as long as its calls and connections last; an observer
    that kept a handle of the client would keep it open. Without an observer, nothing is measured and no event
    is made.

    @par Executor
    The functions run on the threads of the `io_context`, on no strand and under no lock of the client, so
   that they may call anything of it. The exception are the events up to a call's first wait (`call_queued`,
   and where nothing had to be waited for `connection_acquired`, `connection_connecting` and `call_ended`),
   which run inside the function that starts the call, on its thread. The call or connection that an event is
   of goes on when the function returned. Nothing else waits for it: neither other calls, nor the exchange
   that is under way, nor any deadline or cancellation, as long as another thread runs the `io_context`.

    `request_sent` and `first_byte` are told while the exchange goes on; their `elapsed()` is of the moment
    that they happened.

    @par Thread safety
    The functions are called by several threads at a time where several run the `io_context`. The events of
    one call come one after the other, as do those of one connection.

    @see `metrics`, which counts them
*/
class USEAPI_API observer
{
public:
    observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;
    virtual ~observer() = default;

    /** @see event::call_queued */
    virtual void on_call_queued(const event::call_queued&) noexcept {}

    /** @see event::call_held_back */
    virtual void on_call_held_back(const event::call_held_back&) noexcept {}

    /** @see event::connection_acquired */
    virtual void on_connection_acquired(const event::connection_acquired&) noexcept {}

    /** @see event::request_sent */
    virtual void on_request_sent(const event::request_sent&) noexcept {}

    /** @see event::first_byte */
    virtual void on_first_byte(const event::first_byte&) noexcept {}

    /** @see event::response_received */
    virtual void on_response_received(const event::response_received&) noexcept {}

    /** @see event::request_failed */
    virtual void on_request_failed(const event::request_failed&) noexcept {}

    /** @see event::connection_released */
    virtual void on_connection_released(const event::connection_released&) noexcept {}

    /** @see event::retry_decided */
    virtual void on_retry_decided(const event::retry_decided&) noexcept {}

    /** @see event::gate_closed */
    virtual void on_gate_closed(const event::gate_closed&) noexcept {}

    /** @see event::call_ended */
    virtual void on_call_ended(const event::call_ended&) noexcept {}

    /** @see event::connection_connecting */
    virtual void on_connection_connecting(const event::connection_connecting&) noexcept {}

    /** @see event::connection_opened */
    virtual void on_connection_opened(const event::connection_opened&) noexcept {}

    /** @see event::connection_failed */
    virtual void on_connection_failed(const event::connection_failed&) noexcept {}

    /** @see event::connection_closed */
    virtual void on_connection_closed(const event::connection_closed&) noexcept {}
};

} // namespace useapi

#endif
