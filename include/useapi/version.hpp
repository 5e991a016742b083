#ifndef USEAPI_VERSION_HPP
#define USEAPI_VERSION_HPP

#include <useapi/config.hpp>

#include <string_view>

// Every other place takes the version from these three lines.
#define USEAPI_VERSION_MAJOR 0
#define USEAPI_VERSION_MINOR 1
#define USEAPI_VERSION_PATCH 0

#define USEAPI_DETAIL_QUOTE(text) #text
#define USEAPI_DETAIL_VERSION(major, minor, patch)                                                           \
    USEAPI_DETAIL_QUOTE(major) "." USEAPI_DETAIL_QUOTE(minor) "." USEAPI_DETAIL_QUOTE(patch)

/** The version of these headers, such as `"0.1.0"`: a semantic version. @see https://semver.org */
#define USEAPI_VERSION USEAPI_DETAIL_VERSION(USEAPI_VERSION_MAJOR, USEAPI_VERSION_MINOR, USEAPI_VERSION_PATCH)

namespace useapi {

/** The version of the library that the program runs with. A shared library may be newer than the headers that
    the program was compiled with; their version is `USEAPI_VERSION`.

    @par Thread safety
    May be called from any thread.
*/
USEAPI_API std::string_view version() noexcept;

} // namespace useapi

#endif
