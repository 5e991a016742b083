#include <useapi/effect.hpp>

#include <ostream>

namespace useapi {

std::string_view to_string(effect value) noexcept
{
    switch (value) {
    case effect::none:
        return "none";
    case effect::rejected:
        return "rejected";
    case effect::unknown:
        return "unknown";
    case effect::applied:
        return "applied";
    }
    return "invalid";
}

std::ostream& operator<<(std::ostream& out, effect value)
{
    return out << to_string(value);
}

} // namespace useapi
