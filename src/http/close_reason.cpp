#include <useapi/http/close_reason.hpp>

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

} // namespace useapi
