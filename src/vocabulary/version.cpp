#include <useapi/version.hpp>

namespace useapi {

std::string_view version() noexcept
{
    return USEAPI_VERSION;
}

} // namespace useapi
