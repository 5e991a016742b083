#ifndef USEAPI_CLIENT_OBSERVER_HPP
#define USEAPI_CLIENT_OBSERVER_HPP

#include <useapi/client/connection_events.hpp>
#include <useapi/client/events.hpp>
#include <useapi/config.hpp>

namespace useapi {

/** Receives the events of a client as they happen: for logs, metrics and traces. Derive from it, override the
    functions of the events that you need, and pass the object to `client_options::observe_with`.

    The events of a call are: `call_queued`; perhaps `call_held_back`; for each exchange
    `connection_acquired`, `request_sent`, `first_byte`, `response_received` or `request_failed`, and
    `connection_released`; after a failed attempt `retry_decided`; `call_ended` last. The events of a
    connection are: `connection_connecting`; then `connection_failed`, or `connection_opened` and in the end
    `connection_closed`.

    The functions cannot throw. The client keeps the observer while calls and connections last. Do not keep a
    handle of the client in the observer: the client would never close. Without an observer, the client
    measures nothing and makes no event.

    @par Executor
    The functions run on the threads of the `io_context`, on no strand and under no lock of the client, so
    they may call any function of the client. The events before a call's first wait are an exception: they
    run inside the function that starts the call, on its thread. These are `call_queued`, and if the call
    does not wait, `connection_acquired`, `connection_connecting` and `call_ended`. The call or connection
    of an event goes on when the function has returned. Nothing else waits for the function, as long as
    another thread runs the `io_context`: other calls, the exchange under way, deadlines and cancellations
    go on.

    The exchange goes on while `request_sent` and `first_byte` are reported; their `elapsed()` is the time at
    which they happened.

    @par Thread safety
    If several threads run the `io_context`, they call the functions at the same time. The events of one call
    come one after the other, and so do the events of one connection.

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
