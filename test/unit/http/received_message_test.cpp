#include "http/received_message.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using useapi::http::received_message;

BOOST_AUTO_TEST_SUITE(received_message_in_buffers)

BOOST_AUTO_TEST_CASE(message_grown_in_steps_is_whole)
{
    received_message message;
    message.status(201);
    std::string body;
    for (int i = 0; i < 500; ++i) {
        const std::string part(static_cast<std::size_t>(i % 7), static_cast<char>('a' + i % 26));
        message.append_body(part);
        message.add_field("N" + std::to_string(i), part);
        body += part;
    }
    BOOST_TEST(message.body() == body);
    BOOST_TEST(message.field_count() == 500U);
    BOOST_TEST(message.find("n26").value() == std::string(26 % 7, 'a'));
    BOOST_TEST(message.copy().fields()[499].name() == "N499");
    BOOST_TEST(message.copy().body() == body);
}

BOOST_AUTO_TEST_CASE(message_that_was_cleared_leaves_no_byte_behind)
{
    received_message message;
    message.expect_body(64);
    message.append_body("a secret that nobody may find");
    const char* const where = message.body().data();
    const std::size_t size = message.body().size();
    message.clear();
    BOOST_TEST(message.body().empty());
    BOOST_TEST(message.field_count() == 0U);
    BOOST_TEST(message.status() == 0);
    // The buffer is kept for the next body.
    message.append_body("x");
    BOOST_TEST_REQUIRE(message.body().data() == where);
    for (std::size_t i = 2; i < size; ++i)
        BOOST_TEST(where[i] == '\0');
}

BOOST_AUTO_TEST_SUITE_END()
