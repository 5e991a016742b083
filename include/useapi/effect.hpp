#ifndef USEAPI_EFFECT_HPP
#define USEAPI_EFFECT_HPP

#include <useapi/config.hpp>

#include <iosfwd>
#include <string_view>

namespace useapi {

/** The effect that a request may have had at the server.

    It answers the question that an error code leaves open: may the work be handed in again, or must the
    caller look first?
*/
enum class effect
{
    none,     ///< No byte of the request left this process.
    rejected, ///< The server answered, and the answer was no.
    unknown,  ///< The request left, and no answer tells what became of it: it may have been applied.
    applied   ///< The server confirmed it.
};

/** The name of an effect as results files and messages spell it, such as `"rejected"`. */
USEAPI_API std::string_view to_string(effect value) noexcept;

USEAPI_API std::ostream& operator<<(std::ostream& out, effect value);

} // namespace useapi

#endif
