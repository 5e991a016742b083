#ifndef USEAPI_EFFECT_HPP
#define USEAPI_EFFECT_HPP

#include <useapi/config.hpp>

#include <iosfwd>
#include <string_view>

namespace useapi {

/** The effect that a request may have had at the server.

    An error code does not tell whether the caller may send the request again or must look first. The effect
    does.
*/
enum class effect
{
    none,     ///< No byte of the request left this process.
    rejected, ///< The server answered, and refused the request.
    unknown,  ///< The request left, and no answer tells its outcome: the server may have applied it.
    applied   ///< The server confirmed that it applied the request.
};

/** The name of an effect as results files and messages spell it, such as `"rejected"`. */
USEAPI_API std::string_view to_string(effect value) noexcept;

USEAPI_API std::ostream& operator<<(std::ostream& out, effect value);

} // namespace useapi

#endif
