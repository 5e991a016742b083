#include "exhaustive/inputs/every_text.hpp"
#include "exhaustive/inputs/reference.hpp"
#include "http/exchange/keep_alive.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::exhaustive::keep_alives {
namespace {

using result = std::optional<std::chrono::seconds>;

constexpr std::uint64_t year = 365 * 24 * 3600;

/** The parameters are tokens, or pairs of tokens, between commas. A malformed one makes all of them
    invalid. */
result expected(const std::string& value)
{
    result least;
    for (const std::string& each : reference::split(value, ',')) {
        const std::string parameter = reference::trimmed(each);
        if (parameter.empty())
            continue;
        const std::size_t equals = parameter.find('=');
        const std::string name = parameter.substr(0, equals);
        const bool has_value = equals != std::string::npos;
        const std::string text = has_value ? parameter.substr(equals + 1) : "";
        if (!reference::is_token(name) || (has_value && !reference::is_token(text)))
            return std::nullopt;
        if (reference::in_lower_case(name) != "timeout")
            continue;
        const auto seconds = reference::number_up_to(text, year);
        if (!seconds)
            return std::nullopt;
        const std::chrono::seconds timeout(*seconds);
        least = least ? std::min(*least, timeout) : timeout;
    }
    return least;
}

void check(std::string_view value, edge& held)
{
    const result found = http::parse_keep_alive(held.hold(value));
    if (found != expected(std::string(value)))
        BOOST_ERROR("read otherwise than the reference does: " << value);
    if (found && (found->count() < 0 || static_cast<std::uint64_t>(found->count()) > year))
        BOOST_ERROR("not from 0 to a year: " << value);
}

} // namespace

BOOST_AUTO_TEST_SUITE(keep_alive)

BOOST_AUTO_TEST_CASE(every_short_value_is_read_as_its_grammar_says)
{
    edge held;
    const auto look = [&held](std::string_view value) { check(value, held); };
    const std::size_t parts = for_every_text(
        {"timeout", "TimeOut", "max", "=", "5", "0", ",", " ", "\t", "\"", ";", "-", "\r"}, 5, look);
    BOOST_TEST_MESSAGE(parts << " values of up to 5 parts");
    BOOST_TEST(parts == 402234U);
    // The list around a parameter that is sound, byte by byte.
    const std::size_t behind =
        for_every_text(bytes_of(std::string_view("=59,a \t\0\x80\x7f", 10)), 4,
                       [&](std::string_view more) { look("timeout=7" + std::string(more)); });
    BOOST_TEST(behind == 11111U);
}

BOOST_AUTO_TEST_CASE(every_byte_at_every_place_is_read_as_its_grammar_says)
{
    edge held;
    const std::string sound = "max=9, timeout=15 , a";
    for (std::size_t at = 0; at <= sound.size(); ++at)
        for (int byte = 0; byte != 256; ++byte) {
            std::string value = sound;
            value.insert(at, 1, static_cast<char>(byte));
            check(value, held);
            if (at == sound.size())
                continue;
            value.erase(at + 1, 1);
            check(value, held);
        }
}

BOOST_AUTO_TEST_CASE(numbers_around_every_boundary_are_bounded_by_a_year)
{
    edge held;
    for (const std::string_view digits :
         {"31535999", "31536000", "31536001", "2147483647", "2147483648", "4294967295", "4294967296",
          "4294967297", "9223372036854775807", "9223372036854775808", "18446744073709551615",
          "18446744073709551616", "340282366920938463463374607431768211456"})
        for (const std::size_t zeros : {0U, 1U, 30U})
            check("timeout=" + std::string(zeros, '0') + std::string(digits), held);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace useapi::exhaustive::keep_alives
