#ifndef USEAPI_TEST_SIMULATION_CHOICES_HPP
#define USEAPI_TEST_SIMULATION_CHOICES_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::simulation {

/** The part of a history that a choice is about: `options`, `call3`, or the second request of that call,
 * `call3.2`. */
struct subject
{
    std::string_view kind;
    std::optional<std::size_t> number = std::nullopt;
    std::size_t part = 0; ///< 0 for the whole

    std::string name() const;
};

/** A choice that is not the plain one. */
struct choice
{
    std::string
        name; ///< the subject, a dot, and what is chosen; `:2` follows where it is chosen a second time
    std::uint64_t value = 0;

    bool operator==(const choice&) const = default;
};

/** All choices of a history, in the order in which they are made. */
using choices = std::vector<choice>;

/** Writes them as words `name=value`, with blanks between them. A value of 1 is left out: `name`. */
std::string to_text(const choices& all);

/** Reads what `to_text` writes. @return nothing for any other text. */
std::optional<choices> parse_choices(std::string_view text);

} // namespace useapi::simulation

#endif
