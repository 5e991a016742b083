#ifndef USEAPI_TEST_UNIT_CLIENT_RECORDER_HPP
#define USEAPI_TEST_UNIT_CLIENT_RECORDER_HPP

#include <useapi/client/observer.hpp>

#include <chrono>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** Writes down every event with everything that can be seen in it, a line each. */
class recorder : public observer
{
public:
    std::vector<std::string> lines() const
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

    std::string text() const
    {
        std::string all;
        for (const std::string& line : lines())
            all.append(line).append("\n");
        return all;
    }

    void clear()
    {
        const std::lock_guard lock(mutex_);
        lines_.clear();
    }

    void on_call_queued(const event::call_queued& seen) noexcept override { note("queued", seen.call()); }

    void on_call_held_back(const event::call_held_back& seen) noexcept override
    {
        note("held back", seen.call(), " for ", ms(seen.wait()));
    }

    void on_connection_acquired(const event::connection_acquired& seen) noexcept override
    {
        note("acquired", seen.call(), " connection ", seen.connection(), seen.reused() ? " reused" : " fresh",
             " after ", ms(seen.waited()));
    }

    void on_request_sent(const event::request_sent& seen) noexcept override { note("sent", seen); }

    void on_first_byte(const event::first_byte& seen) noexcept override { note("first byte", seen); }

    void on_response_received(const event::response_received& seen) noexcept override
    {
        note("response", seen, " status ", seen.status(), " body ", seen.body_size(), " of ", seen.size());
    }

    void on_request_failed(const event::request_failed& seen) noexcept override
    {
        note("failed", seen, " ", name_of(seen.code()));
    }

    void on_connection_released(const event::connection_released& seen) noexcept override
    {
        note("released", seen.call(), " connection ", seen.connection(),
             seen.reusable() ? " reusable" : " done with");
    }

    void on_retry_decided(const event::retry_decided& seen) noexcept override
    {
        note("decided", seen.call(), " ", seen.again() ? "again after " : "no further",
             seen.again() ? ms(seen.wait()) : "", ", ", seen.reason(), ", attempt ", seen.attempt(), " ",
             name_of(seen.code()), " ", seen.effect());
    }

    void on_gate_closed(const event::gate_closed& seen) noexcept override
    {
        note("gate closed", seen.call(), " by ", seen.status(), " for ", ms(seen.wait()));
    }

    void on_call_ended(const event::call_ended& seen) noexcept override
    {
        note("ended", seen.call(), " ", seen.code() ? name_of(seen.code()) : "success", " ", seen.effect(),
             " status ", seen.status(), " attempts ", seen.attempts(), " after ", ms(seen.elapsed()));
    }

    void on_connection_connecting(const event::connection_connecting& seen) noexcept override
    {
        note("connecting", seen);
    }

    void on_connection_opened(const event::connection_opened& seen) noexcept override
    {
        note("opened", seen, " after ", ms(seen.elapsed()), " ", seen.peer_address(), seen.tls_version());
    }

    void on_connection_failed(const event::connection_failed& seen) noexcept override
    {
        note("not opened", seen, " ", name_of(seen.code()), " ", seen.detail(), "after ", ms(seen.elapsed()));
    }

    void on_connection_closed(const event::connection_closed& seen) noexcept override
    {
        note("closed", seen, " ", name_of(seen.reason()), " after ", ms(seen.lifetime()));
    }

private:
    static std::string ms(event::duration value)
    {
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(value).count()) + " ms";
    }

    static std::string text_of(const event::call& call)
    {
        std::ostringstream text;
        text << " call " << call.id() << ' ' << call.method() << ' ' << call.url_template() << ' '
             << call.server().address() << ':' << call.server().port();
        return text.str();
    }

    template <class... More>
    void note(std::string_view what, const event::call& call, const More&... more) noexcept
    {
        put(what, text_of(call), more...);
    }

    template <class... More>
    void note(std::string_view what, const event::of_exchange& seen, const More&... more) noexcept
    {
        put(what, text_of(seen.call()), " connection ", seen.connection(), " resend ", seen.resend_count(),
            " after ", ms(seen.elapsed()), more...);
    }

    template <class... More>
    void note(std::string_view what, const event::of_connection& seen, const More&... more) noexcept
    {
        put(what, " connection ", seen.connection(), " ", seen.server().address(), ":", seen.server().port(),
            more...);
    }

    template <class... Parts>
    void put(const Parts&... parts) noexcept
    {
        std::ostringstream line;
        (line << ... << parts);
        const std::lock_guard lock(mutex_);
        lines_.push_back(line.str());
    }

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

} // namespace useapi::testing

#endif
