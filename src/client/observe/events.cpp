#include <useapi/client/connection_events.hpp>
#include <useapi/client/events.hpp>

namespace useapi {

std::string_view name_of(close_reason value) noexcept
{
    switch (value) {
    case close_reason::exchange_failed:
        return "exchange_failed";
    case close_reason::not_reusable:
        return "not_reusable";
    case close_reason::found_dead:
        return "found_dead";
    case close_reason::sibling_dead:
        return "sibling_dead";
    case close_reason::idle_timeout:
        return "idle_timeout";
    case close_reason::idle_readable:
        return "idle_readable";
    case close_reason::max_age:
        return "max_age";
    case close_reason::makes_room:
        return "makes_room";
    case close_reason::stopped:
        return "stopped";
    }
    return "invalid";
}

namespace event {

std::string retry_decided::reason() const
{
    if (!again_)
        return std::string("refused: ").append(name_of(refusal_));
    if (replaces_connection_)
        return "connection_replaced";
    if (status_ != 0)
        return "status " + std::to_string(status_);
    return std::string(name_of(code_));
}

std::string_view connection_opened::tls_version() const noexcept
{
    constexpr std::string_view name = "TLSv";
    return tls_protocol_.substr(tls_protocol_.starts_with(name) ? name.size() : 0);
}

} // namespace event
} // namespace useapi
