#include <useapi/secret.hpp>

#include <boost/json/value_from.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

using namespace useapi;

// What must not compile: every way by which a secret could become text by accident.
template <class T>
concept streamable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept appendable = requires(std::string& out, const T& value) { out += value; };
template <class T>
concept ordered = requires(const T& a, const T& b) { a < b; };

static_assert(!streamable<secret>);
static_assert(!appendable<secret>);
static_assert(!ordered<secret>);
static_assert(!std::is_convertible_v<secret, std::string>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, secret>);
static_assert(!boost::json::has_value_from<secret>::value);
// A null pointer is no text.
static_assert(!std::is_constructible_v<secret, std::nullptr_t>);

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(secret_made_from_an_rvalue_string_empties_it)
{
    std::string text = "a long enough text to live on the heap, not inside of the string";
    const std::string copy = text;
    const secret kept(std::move(text));
    BOOST_TEST(kept.reveal() == copy);
    BOOST_TEST(text.empty()); // NOLINT: tests the state after the move
}

BOOST_AUTO_TEST_CASE(secret_copies_and_moves_keep_the_text)
{
    secret first("alpha");
    secret second(first);
    BOOST_TEST(second.reveal() == "alpha");
    secret third(std::move(first));
    BOOST_TEST(third.reveal() == "alpha");
    BOOST_TEST(first.empty()); // NOLINT
    second = secret("beta");
    BOOST_TEST(second.reveal() == "beta");
    third = second;
    BOOST_TEST((third == second));
    secret& same = third;
    third = same;
    BOOST_TEST(third.reveal() == "beta");
    third = std::move(same);
    BOOST_TEST(third.reveal() == "beta");
}

BOOST_AUTO_TEST_CASE(secret_equality_is_that_of_the_texts)
{
    BOOST_TEST((secret("abc") == secret("abc")));
    BOOST_TEST((secret() == secret("")));
    BOOST_TEST(!(secret("abc") == secret("abd")));
    BOOST_TEST(!(secret("abc") == secret("ab")));
    BOOST_TEST(!(secret("abc") == secret("Abc")));
}

BOOST_AUTO_TEST_CASE(secret_may_hold_any_bytes)
{
    const std::string bytes("a\0b\xff", 4);
    BOOST_TEST((secret(bytes).reveal() == bytes));
    BOOST_TEST(secret(bytes).size() == 4U);
}

BOOST_AUTO_TEST_CASE(wipe_overwrites_every_byte)
{
    char memory[] = "password";
    wipe(memory, sizeof memory);
    for (const char c : memory)
        BOOST_TEST(c == '\0');

    std::string text(100, 'p');
    text.resize(10);
    const char* const data = text.data();
    wipe(text);
    BOOST_TEST(text.empty());
    // The bytes of the longer text after the end are still within the capacity.
    for (std::size_t i = 0; i < 100; ++i)
        BOOST_TEST(data[i] == '\0');
}

BOOST_AUTO_TEST_SUITE_END()
