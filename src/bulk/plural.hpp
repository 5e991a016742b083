#ifndef USEAPI_SRC_BULK_PLURAL_HPP
#define USEAPI_SRC_BULK_PLURAL_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A number with its noun for messages: `1 retry`, `2 retries`. */
inline std::string plural(std::uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

inline std::string plural_rows(std::uint64_t count)
{
    return plural(count, "row", "rows");
}

} // namespace useapi::bulk

#endif
