#ifndef USEAPI_SRC_BULK_JSON_TEXT_HPP
#define USEAPI_SRC_BULK_JSON_TEXT_HPP

#include <boost/json/string_view.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** The text in the form that Boost.JSON takes. */
inline boost::json::string_view view(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

/** Replaces the null of a member in a JSON text by a number. Boost.JSON would write `9.803E2`; this writes
    `980.3`, which people can read. */
inline std::string with_number(std::string text, std::string_view member, double value)
{
    const std::string place = '"' + std::string(member) + "\":null";
    const std::size_t at = text.find(place);
    if (at == std::string::npos)
        return text;
    char number[64];
    std::snprintf(number, sizeof number, "%.1f", value);
    return text.replace(at + place.size() - 4, 4, number);
}

} // namespace useapi::bulk

#endif
