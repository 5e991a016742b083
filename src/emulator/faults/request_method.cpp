#include "emulator/faults/request_method.hpp"

namespace useapi::emulator {

request_method parse_method(std::string_view text) noexcept
{
    if (text == "GET")
        return request_method::get;
    if (text == "POST")
        return request_method::post;
    if (text == "DELETE")
        return request_method::del;
    return request_method::other;
}

} // namespace useapi::emulator
