#include <useapi/client/connection_events.hpp>
#include <useapi/client/events.hpp>

namespace useapi {

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
