#ifndef USEAPI_SRC_EMULATOR_RECORDING_PLACEHOLDERS_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_PLACEHOLDERS_HPP

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** The names that stand in a recording for what must not be in it. Equal values have one name, so that a
   request and its answer still tell of the same account. A name depends on the order in which values appear,
   and on nothing else of them.

    It keeps the values in memory.
*/
class placeholders
{
public:
    /** `user-1@example.invalid` and so on. The case of the domain makes no other email. */
    std::string of_email(std::string_view email);

    /** `text-1` and so on. */
    std::string of_text(std::string_view text);

private:
    std::map<std::string, std::string, std::less<>> emails_;
    std::map<std::string, std::string, std::less<>> texts_;
};

/** The text with each name's number as `N`: what answers about different accounts have in common. */
[[nodiscard]] std::string without_numbers(std::string_view text);

} // namespace useapi::emulator

#endif
