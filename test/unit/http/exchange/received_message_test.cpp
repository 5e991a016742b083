#include "http/exchange/received_message.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

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

BOOST_AUTO_TEST_CASE(field_of_a_kept_header_is_found_where_it_moved)
{
    received_message message;
    std::string header = "HTTP/1.1 200 OK\r\nServer: a\r\nX-Empty:\r\n\r\n";
    const std::string_view view = header;
    message.borrow_header(view);
    message.keep_borrowed_header();
    message.add_field(view.substr(17, 6), view.substr(25, 1));
    message.add_field(view.substr(28, 7), view.substr(36, 0));
    message.add_field("X-Folded", std::string(500, 'f')); // not from the header: the text grows
    header.assign(header.size(), '?');
    BOOST_TEST(message.find("server").value() == "a");
    BOOST_TEST(message.find("x-empty").value().empty());
    BOOST_TEST(message.find("x-folded").value() == std::string(500, 'f'));
    BOOST_TEST(message.copy().fields()[0].name() == "Server");
}

BOOST_AUTO_TEST_CASE(borrowed_message_is_read_in_place_and_header_can_be_kept_later)
{
    received_message message;
    std::string header = "HTTP/1.1 200 OK\r\nServer: a\r\nX-Empty:\r\n\r\n";
    const std::string_view view = header;
    const std::string body = "text";
    message.borrow_header(view);
    message.add_field(view.substr(17, 6), view.substr(25, 1));
    message.add_field(view.substr(28, 7), view.substr(36, 0));
    message.borrow_body(body);
    BOOST_TEST(message.find("server").value().data() == view.data() + 25);
    BOOST_TEST(message.find("x-empty").value().empty());
    BOOST_TEST(message.body().data() == body.data());
    BOOST_TEST(message.copy().body() == "text");
    BOOST_TEST(message.copy().fields()[1].name() == "X-Empty");

    message.keep_borrowed_header();
    header.assign(header.size(), '?');
    BOOST_TEST(message.find("server").value() == "a");
    BOOST_TEST(message.find("x-empty").value().empty());

    message.clear();
    BOOST_TEST(message.body().empty());
    BOOST_TEST(!message.find("server"));
    message.append_body("a copy");
    BOOST_TEST(message.body() == "a copy");
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
