#ifndef USEAPI_SRC_EMULATOR_RECORDING_PLACEHOLDERS_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_PLACEHOLDERS_HPP

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** The names that replace secret values in a recording. Equal values get the same name, so a request and its
    answer still name the same account. A name depends only on the order in which values appear.

    The object keeps the values in memory.
*/
class placeholders
{
public:
    /** The name for an email: `user-1@example.invalid` and so on. Emails that differ only in the case of the
        domain get the same name. */
    std::string of_email(std::string_view email);

    /** The name for any other text: `text-1` and so on. */
    std::string of_text(std::string_view text);

private:
    std::map<std::string, std::string, std::less<>> emails_;
    std::map<std::string, std::string, std::less<>> texts_;
};

/** The text with `N` for the number of each name, so that answers about different accounts can be
    compared. */
[[nodiscard]] std::string without_numbers(std::string_view text);

} // namespace useapi::emulator

#endif
