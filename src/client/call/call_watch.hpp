#ifndef USEAPI_SRC_CLIENT_CALL_CALL_WATCH_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_WATCH_HPP

#include "client/observe/observation.hpp"
#include "retry/decide.hpp"

#include <useapi/client/events.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace useapi::detail {

/** The events of one call for the observer. Without an observer each function costs one branch: it reads no
    clock and makes no event.

    It belongs to the call. Only the call's routine uses it, under no lock.
*/
class call_watch
{
public:
    /** @param observed  null without an observer; outlives this. */
    explicit call_watch(observation* observed) noexcept : observed_(observed) {}

    explicit operator bool() const noexcept { return observed_ != nullptr; }

    /** @param method, url_template, tag  live as long as the call. */
    void queued(std::string_view method, std::string_view url_template, std::string_view tag) noexcept;

    void held_back(event::duration wait) noexcept
    {
        if (observed_)
            tell_held_back(wait);
    }

    void asks_for_connection(observation::time_point now) noexcept { asked_ = now; }

    void acquired(std::uint64_t connection, bool reused, observation::time_point now) noexcept
    {
        if (observed_)
            tell_acquired(connection, reused, now);
    }

    void sent(observation::time_point at) noexcept;
    void first_byte(observation::time_point at) noexcept;

    void response_received(int status, std::size_t size, std::size_t body_size,
                           observation::time_point now) noexcept
    {
        if (observed_)
            tell_response_received(status, size, body_size, now);
    }

    void request_failed(error_code code, observation::time_point now) noexcept
    {
        if (observed_)
            tell_request_failed(code, now);
    }

    void releases(bool reusable) noexcept
    {
        if (observed_)
            tell_releases(reusable);
    }

    void replaces_connection(unsigned attempt) noexcept
    {
        if (observed_)
            tell_replaces_connection(attempt);
    }

    /** Reports the decision, and the pause if the gate was closed. */
    void decided(const retry::decision& next, const retry::attempt_outcome& last, unsigned attempt) noexcept
    {
        if (observed_)
            tell_decided(next, last, attempt);
    }

    /** @param failure  null for success. */
    void ended(const error* failure, int status, unsigned attempts, event::duration elapsed) noexcept
    {
        if (observed_)
            tell_ended(failure, status, attempts, elapsed);
    }

private:
    event::call which() const noexcept { return {id_, method_, url_template_, observed_->server(), tag_}; }

    event::of_exchange exchange(observation::time_point now) const noexcept
    {
        return {which(), connection_, exchanges_ - 1, now - acquired_};
    }

    void tell_held_back(event::duration wait) noexcept;
    void tell_acquired(std::uint64_t connection, bool reused, observation::time_point now) noexcept;
    void tell_response_received(int status, std::size_t size, std::size_t body_size,
                                observation::time_point now) noexcept;
    void tell_request_failed(error_code code, observation::time_point now) noexcept;
    void tell_releases(bool reusable) noexcept;
    void tell_replaces_connection(unsigned attempt) noexcept;
    void tell_decided(const retry::decision& next, const retry::attempt_outcome& last,
                      unsigned attempt) noexcept;
    void tell_ended(const error* failure, int status, unsigned attempts, event::duration elapsed) noexcept;

    observation* const observed_;
    std::uint64_t id_ = 0;
    std::string_view method_;
    std::string_view url_template_;
    std::string_view tag_;
    std::uint64_t connection_ = 0;
    unsigned exchanges_ = 0;
    observation::time_point asked_{};
    observation::time_point acquired_{};
};

} // namespace useapi::detail

#endif
