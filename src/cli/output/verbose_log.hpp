#ifndef USEAPI_SRC_CLI_OUTPUT_VERBOSE_LOG_HPP
#define USEAPI_SRC_CLI_OUTPUT_VERBOSE_LOG_HPP

#include <useapi/client/observer.hpp>

#include <chrono>
#include <functional>
#include <string_view>

namespace useapi::cli {

/** The log of `--verbose`: one line for each event, in the form `key=value key="value with blanks"`.

    Every line begins with `time` and `event`. Then `call` or `connection` gives the number of the call or
    connection, from 1, so that the lines of several calls can be told apart. Attributes have OpenTelemetry's
    names if there are any; other names of times end in `_ms`. The lines are part of the command's contract:
    see README.md.

    No line holds a secret or an email, because no event does. Characters that could harm a terminal are
    escaped.
*/
class verbose_log final : public observer
{
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    /** @param write  gets complete lines. */
    explicit verbose_log(std::function<void(std::string_view)> write,
                         clock now = std::chrono::system_clock::now);

    void on_call_queued(const event::call_queued& seen) noexcept override;
    void on_call_held_back(const event::call_held_back& seen) noexcept override;
    void on_connection_acquired(const event::connection_acquired& seen) noexcept override;
    void on_request_sent(const event::request_sent& seen) noexcept override;
    void on_first_byte(const event::first_byte& seen) noexcept override;
    void on_response_received(const event::response_received& seen) noexcept override;
    void on_request_failed(const event::request_failed& seen) noexcept override;
    void on_connection_released(const event::connection_released& seen) noexcept override;
    void on_retry_decided(const event::retry_decided& seen) noexcept override;
    void on_gate_closed(const event::gate_closed& seen) noexcept override;
    void on_call_ended(const event::call_ended& seen) noexcept override;
    void on_connection_connecting(const event::connection_connecting& seen) noexcept override;
    void on_connection_opened(const event::connection_opened& seen) noexcept override;
    void on_connection_failed(const event::connection_failed& seen) noexcept override;
    void on_connection_closed(const event::connection_closed& seen) noexcept override;

private:
    class line;

    std::function<void(std::string_view)> write_;
    clock now_;
};

} // namespace useapi::cli

#endif
