#ifndef USEAPI_CLIENT_EVENTS_HPP
#define USEAPI_CLIENT_EVENTS_HPP

#include <useapi/config.hpp>
#include <useapi/effect.hpp>
#include <useapi/errc.hpp>
#include <useapi/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/** The events that an `observer` receives. An event is a view that is made on the stack: copy what you need
    after the function returns.

    No event holds a secret: there is no content, header field, token or credential of a proxy, and no text
    from the server. There is no path either, since a path holds customers' emails; the events have the
    template of the path, which is a literal of the operation. All texts are names and addresses of the
    service, names of codes, and texts of the transport layer.

    A name in parentheses is the attribute of OpenTelemetry's conventions for HTTP clients.

    @par Thread safety
    Distinct objects: safe. Shared objects: safe, they do not change.
*/
namespace useapi::event {

/** The clock of the events. */
using duration = std::chrono::steady_clock::duration;

/** Where the client's base URL points. */
class server
{
public:
    /** Where the connection or call goes. */
    server(std::string_view address, std::uint16_t port) noexcept : address_(address), port_(port) {}

    std::string_view address() const noexcept { return address_; } ///< (`server.address`)

    std::uint16_t port() const noexcept { return port_; } ///< (`server.port`)

private:
    std::string_view address_;
    std::uint16_t port_;
};

/** Which call an event is of. */
class call
{
public:
    /** The call or connection of the event. */
    call(std::uint64_t id, std::string_view method, std::string_view url_template, const event::server& where,
         std::string_view tag = {}) noexcept
        : id_(id), method_(method), url_template_(url_template), server_(where), tag_(tag)
    {
    }

    /** Counts the calls of a client, from 1. */
    std::uint64_t id() const noexcept { return id_; }

    std::string_view method() const noexcept { return method_; } ///< (`http.request.method`)

    /** The template of the path after the base URL, such as `/accounts/{email}`; empty for a request of
        `send` that names none. (`url.template`) */
    std::string_view url_template() const noexcept { return url_template_; }

    /** Where the connection or call goes. */
    const event::server& server() const noexcept { return server_; }

    /** The `call_options::tag` of this call; empty without one. */
    std::string_view tag() const noexcept { return tag_; }

private:
    std::uint64_t id_;
    std::string_view method_;
    std::string_view url_template_;
    event::server server_;
    std::string_view tag_;
};

/** The common part of the events of a call. */
class of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    explicit of_call(const event::call& which) noexcept : call_(which) {}

    /** The call or connection of the event. */
    const event::call& call() const noexcept { return call_; }

private:
    event::call call_;
};

/** The common part of the events of an exchange: a request and its answer. */
class of_exchange : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    of_exchange(const event::call& which, std::uint64_t connection, unsigned resend_count,
                duration elapsed) noexcept
        : of_call(which), connection_(connection), resend_count_(resend_count), elapsed_(elapsed)
    {
    }

    /** Counts the connections of a client, from 1. */
    std::uint64_t connection() const noexcept { return connection_; }

    /** How many requests this call had written before. (`http.request.resend_count`) */
    unsigned resend_count() const noexcept { return resend_count_; }

    /** The time since the call got this connection. */
    duration elapsed() const noexcept { return elapsed_; }

private:
    std::uint64_t connection_;
    unsigned resend_count_;
    duration elapsed_;
};

/** A call begins. The first event of each. */
class call_queued : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    using of_call::of_call;
};

/** The service asked for a pause, so the call waits before it asks again. Each wait is an event. */
class call_held_back : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    call_held_back(const event::call& which, duration wait) noexcept : of_call(which), wait_(wait) {}

    /** How long the call waits, from now: until the pause ends, or until the next probe may pass. */
    duration wait() const noexcept { return wait_; }

private:
    duration wait_;
};

/** The call has a connection. */
class connection_acquired : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    connection_acquired(const event::call& which, std::uint64_t connection, bool reused,
                        duration waited) noexcept
        : of_call(which), connection_(connection), reused_(reused), waited_(waited)
    {
    }

    /** Counts the connections of a client, from 1. */
    std::uint64_t connection() const noexcept { return connection_; }

    /** Whether the connection carried an exchange before, or was idle. */
    bool reused() const noexcept { return reused_; }

    /** The time since the call asked for a connection. */
    duration waited() const noexcept { return waited_; }

private:
    std::uint64_t connection_;
    bool reused_;
    duration waited_;
};

/** The last byte of a request was handed to the operating system. The event does not tell the size: it would
    reveal the length of the password. */
class request_sent : public of_exchange
{
public:
    /** Made by the client; for tests of an observer as well. */
    explicit request_sent(const of_exchange& exchange) noexcept : of_exchange(exchange) {}
};

/** The first byte of an answer came. It comes before `request_sent` if the server answers before it has read
    the whole request. */
class first_byte : public of_exchange
{
public:
    /** Made by the client; for tests of an observer as well. */
    explicit first_byte(const of_exchange& exchange) noexcept : of_exchange(exchange) {}
};

/** A complete answer came, whatever its status. Ends an exchange. */
class response_received : public of_exchange
{
public:
    /** Made by the client; for tests of an observer as well. */
    response_received(const of_exchange& exchange, int status, std::size_t size,
                      std::size_t body_size) noexcept
        : of_exchange(exchange), status_(status), size_(size), body_size_(body_size)
    {
    }

    int status() const noexcept { return status_; } ///< (`http.response.status_code`)

    /** In bytes, with the header. (`http.response.size`) */
    std::size_t size() const noexcept { return size_; }

    std::size_t body_size() const noexcept { return body_size_; } ///< (`http.response.body.size`)

private:
    int status_;
    std::size_t size_;
    std::size_t body_size_;
};

/** No complete, well-formed answer came to a request that left in whole or in part. Ends an exchange. */
class request_failed : public of_exchange
{
public:
    /** Made by the client; for tests of an observer as well. */
    request_failed(const of_exchange& exchange, error_code code) noexcept : of_exchange(exchange), code_(code)
    {
    }

    error_code code() const noexcept { return code_; } ///< its name by `name_of` is `error.type`

private:
    error_code code_;
};

/** The call gives its connection back. */
class connection_released : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    connection_released(const event::call& which, std::uint64_t connection, bool reusable) noexcept
        : of_call(which), connection_(connection), reusable_(reusable)
    {
    }

    /** Counts the connections of a client, from 1. */
    std::uint64_t connection() const noexcept { return connection_; }

    /** Whether another call may use the connection; if not, it is closed. */
    bool reusable() const noexcept { return reusable_; }

private:
    std::uint64_t connection_;
    bool reusable_;
};

/** An attempt failed. The event tells what comes next: another attempt, or the end of the call. */
class retry_decided : public of_call
{
public:
    /** @param which the call that made the attempt.
        @param attempt  counts those of a call, from 1.
        @param code     why it failed.
        @param status   of the answer, if the answer failed the attempt; else 0.
        @param effect   what the service may have done, over all attempts so far. */
    retry_decided(const event::call& which, unsigned attempt, error_code code, int status,
                  useapi::effect effect) noexcept
        : of_call(which), attempt_(attempt), code_(code), status_(status), effect_(effect)
    {
    }

    /** Another attempt follows after `wait`. */
    retry_decided& after(duration wait) & noexcept
    {
        again_ = true;
        wait_ = wait;
        return *this;
    }

    /** The same for a temporary. */
    retry_decided after(duration wait) && noexcept { return after(wait); }

    /** The reused connection was dead and took no byte of the request. The same attempt sends the request on
        a fresh connection. */
    retry_decided& on_fresh_connection() noexcept
    {
        again_ = true;
        replaces_connection_ = true;
        return *this;
    }

    /** Sets why no attempt follows. */
    retry_decided& refused(useapi::retry_refusal why) & noexcept
    {
        again_ = false;
        refusal_ = why;
        return *this;
    }

    /** The same for a temporary. */
    retry_decided refused(useapi::retry_refusal why) && noexcept { return refused(why); }

    /** Whether another attempt follows. */
    bool again() const noexcept { return again_; }

    /** How long the call waits, from now. */
    duration wait() const noexcept { return wait_; }

    /** Whether only the connection is replaced, without using up an attempt. */
    bool replaces_connection() const noexcept { return replaces_connection_; }

    /** Why no attempt follows, if none does. */
    useapi::retry_refusal refusal() const noexcept { return refusal_; }

    /** The number of the attempt that failed, from 1. */
    unsigned attempt() const noexcept { return attempt_; }

    error_code code() const noexcept { return code_; } ///< its name by `name_of` is `error.type`

    int status() const noexcept { return status_; } ///< (`http.response.status_code`)

    /** The effect of the attempt that failed, without earlier ones. */
    useapi::effect effect() const noexcept { return effect_; }

    /** The outcome in a few words: `connection_replaced`, `connection_lost`, `attempt_timed_out`, `status
        503`, `refused: budget_exhausted`. There are few different ones, so that it can be the label of a
        metric. */
    USEAPI_API std::string reason() const;

private:
    unsigned attempt_;
    error_code code_;
    int status_;
    useapi::effect effect_;
    bool again_ = false;
    bool replaces_connection_ = false;
    useapi::retry_refusal refusal_ = retry_refusal::not_considered;
    duration wait_{};
};

/** The service asked, in its answer to this call, to hold back all calls of the client. */
class gate_closed : public of_call
{
public:
    /** Made by the client; for tests of an observer as well. */
    gate_closed(const event::call& which, int status, duration wait) noexcept
        : of_call(which), status_(status), wait_(wait)
    {
    }

    int status() const noexcept { return status_; } ///< (`http.response.status_code`)

    /** How long the call waits, from now. */
    duration wait() const noexcept { return wait_; }

private:
    int status_;
    duration wait_;
};

/** A call has ended; its handler runs next. This is the last event of each call, except if the `io_context`
    is destroyed during the call. */
class call_ended : public of_call
{
public:
    /** @param which the call that ended.
        @param code      success, or why the call failed.
        @param status    of the last answer; 0 without one.
        @param effect    what the service may have done.
        @param attempts  how many were made.
        @param elapsed   since the call began. */
    call_ended(const event::call& which, error_code code, int status, useapi::effect effect,
               unsigned attempts, duration elapsed) noexcept
        : of_call(which), code_(code), status_(status), effect_(effect), attempts_(attempts),
          elapsed_(elapsed)
    {
    }

    error_code code() const noexcept { return code_; } ///< its name by `name_of` is `error.type`

    /** The status of the last answer; 0 if there was none. (`http.response.status_code`) */
    int status() const noexcept { return status_; }

    /** The effect over all attempts; `applied` for success. */
    useapi::effect effect() const noexcept { return effect_; }

    /** The number of attempts, the first one included. */
    unsigned attempts() const noexcept { return attempts_; }

    /** The time since `call_queued`. */
    duration elapsed() const noexcept { return elapsed_; }

private:
    error_code code_;
    int status_;
    useapi::effect effect_;
    unsigned attempts_;
    duration elapsed_;
};

} // namespace useapi::event

#endif
