#include "cli/output/verbose_log.hpp"

#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"

#include <fmt/format.h>

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace useapi::cli {
namespace {

std::string logged(std::string_view text)
{
    const bool is_plain = !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos;
    if (std::string shown = printable(text); is_plain && shown == text)
        return shown;
    std::string escaped;
    for (const char each : text) {
        if (each == '"' || each == '\\')
            escaped += '\\';
        escaped += each;
    }
    return fmt::format("\"{}\"", printable(escaped));
}

} // namespace

/** A line, which the destructor writes. If there is no memory for it, the line is left out. */
class verbose_log::line
{
public:
    line(const verbose_log& log, std::string_view name) noexcept : log_(log)
    {
        guard([&] {
            const auto now = std::chrono::floor<std::chrono::milliseconds>(log_.now_());
            text_ = fmt::format("time={} event={}", iso_time(now, true), name);
        });
    }

    line(const line&) = delete;
    line& operator=(const line&) = delete;

    ~line()
    {
        guard([&] {
            text_ += '\n';
            log_.write_(text_);
        });
    }

    template <class Value>
    line& add(std::string_view name, const Value& value) noexcept
    {
        guard([&] {
            if constexpr (std::is_convertible_v<Value, std::string_view>)
                text_ += fmt::format(" {}={}", name, logged(value));
            else
                text_ += fmt::format(" {}={}", name, value);
        });
        return *this;
    }

    line& add_time(std::string_view name, event::duration value) noexcept
    {
        return add(name, fmt::format("{:.3f}", std::chrono::duration<double, std::milli>(value).count()));
    }

    line& add_status(int status) noexcept
    {
        return status != 0 ? add("http.response.status_code", status) : *this;
    }

    line& add_error(const error_code& code) noexcept
    {
        return code ? add("error.type", name_of(code)) : *this;
    }

    line& of(const event::of_call& seen) noexcept { return add("call", seen.call().id()); }

    line& of(const event::of_exchange& seen) noexcept
    {
        return add("call", seen.call().id())
            .add("connection", seen.connection())
            .add("http.request.resend_count", seen.resend_count());
    }

    line& of(const event::of_connection& seen) noexcept { return add("connection", seen.connection()); }

    line& add_server(const event::server& where) noexcept
    {
        return add("server.address", where.address()).add("server.port", where.port());
    }

private:
    template <class Action>
    static void guard(Action act) noexcept
    {
        try {
            act();
        } catch (const std::exception&) {
            // A log that fails must not end the call.
        }
    }

    const verbose_log& log_;
    std::string text_;
};

verbose_log::verbose_log(std::function<void(std::string_view)> write, clock now)
    : write_(std::move(write)), now_(std::move(now))
{
}

void verbose_log::on_call_queued(const event::call_queued& seen) noexcept
{
    line(*this, "call_queued")
        .of(seen)
        .add("http.request.method", seen.call().method())
        .add("url.template", seen.call().url_template())
        .add_server(seen.call().server());
}

void verbose_log::on_call_held_back(const event::call_held_back& seen) noexcept
{
    line(*this, "call_held_back").of(seen).add_time("wait_ms", seen.wait());
}

void verbose_log::on_connection_acquired(const event::connection_acquired& seen) noexcept
{
    line(*this, "connection_acquired")
        .of(seen)
        .add("connection", seen.connection())
        .add("reused", seen.reused())
        .add_time("waited_ms", seen.waited());
}

void verbose_log::on_request_sent(const event::request_sent& seen) noexcept
{
    line(*this, "request_sent").of(seen).add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_first_byte(const event::first_byte& seen) noexcept
{
    line(*this, "first_byte").of(seen).add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_response_received(const event::response_received& seen) noexcept
{
    line(*this, "response_received")
        .of(seen)
        .add_status(seen.status())
        .add("http.response.size", seen.size())
        .add("http.response.body.size", seen.body_size())
        .add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_request_failed(const event::request_failed& seen) noexcept
{
    line(*this, "request_failed").of(seen).add_error(seen.code()).add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_connection_released(const event::connection_released& seen) noexcept
{
    line(*this, "connection_released")
        .of(seen)
        .add("connection", seen.connection())
        .add("reusable", seen.reusable());
}

void verbose_log::on_retry_decided(const event::retry_decided& seen) noexcept
{
    line said(*this, "retry_decided");
    said.of(seen).add("attempt", seen.attempt()).add("again", seen.again()).add("reason", seen.reason());
    if (seen.again())
        said.add_time("wait_ms", seen.wait());
    said.add_error(seen.code()).add_status(seen.status()).add("effect", to_string(seen.effect()));
}

void verbose_log::on_gate_closed(const event::gate_closed& seen) noexcept
{
    line(*this, "gate_closed").of(seen).add_status(seen.status()).add_time("wait_ms", seen.wait());
}

void verbose_log::on_call_ended(const event::call_ended& seen) noexcept
{
    line(*this, "call_ended")
        .of(seen)
        .add_error(seen.code())
        .add_status(seen.status())
        .add("effect", to_string(seen.effect()))
        .add("attempts", seen.attempts())
        .add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_connection_connecting(const event::connection_connecting& seen) noexcept
{
    line(*this, "connection_connecting").of(seen).add_server(seen.server());
}

void verbose_log::on_connection_opened(const event::connection_opened& seen) noexcept
{
    line said(*this, "connection_opened");
    said.of(seen);
    if (!seen.peer_address().empty())
        said.add("network.peer.address", seen.peer_address()).add("network.peer.port", seen.peer_port());
    said.add("network.protocol.version", seen.protocol_version());
    if (!seen.tls_version().empty())
        said.add("tls.protocol.version", seen.tls_version()).add("tls.resumed", seen.tls_resumed());
    said.add("through_proxy", seen.through_proxy())
        .add_time("dns_ms", seen.dns())
        .add_time("tcp_ms", seen.tcp())
        .add_time("tls_ms", seen.tls())
        .add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_connection_failed(const event::connection_failed& seen) noexcept
{
    line said(*this, "connection_failed");
    said.of(seen).add_error(seen.code());
    if (!seen.detail().empty())
        said.add("detail", seen.detail());
    said.add_time("elapsed_ms", seen.elapsed());
}

void verbose_log::on_connection_closed(const event::connection_closed& seen) noexcept
{
    line(*this, "connection_closed")
        .of(seen)
        .add("reason", name_of(seen.reason()))
        .add_time("lifetime_ms", seen.lifetime());
}

} // namespace useapi::cli
