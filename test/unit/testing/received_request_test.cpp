#include <useapi/testing/received_request.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi::testing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(received_requests)

BOOST_AUTO_TEST_CASE(request_is_taken_apart)
{
    const received_request request(
        "PUT /a/b?c=d?e HTTP/1.1\r\nHost: x.test\r\nx-empty:\r\nX-Blanks: \t a b \r\n"
        "X-EMPTY: second\r\nContent-Length: 9\r\n\r\nbo\r\n\r\ndy!",
        7, 3s);
    BOOST_TEST(request.method() == "PUT");
    BOOST_TEST(request.target() == "/a/b?c=d?e");
    BOOST_TEST(request.path() == "/a/b");
    BOOST_TEST(request.find("host").value() == "x.test");
    BOOST_TEST(request.find("X-Empty").value() == "");
    BOOST_TEST(request.find("X-Blanks").value() == "a b");
    BOOST_TEST(!request.find("X-Other"));
    BOOST_TEST(request.fields().size() == 5U);
    BOOST_TEST(request.body() == "bo\r\n\r\ndy!");
    BOOST_TEST(request.connection() == 7U);
    BOOST_TEST((request.at() == 3s));
}

BOOST_AUTO_TEST_CASE(copy_does_not_depend_on_its_original)
{
    received_request copy("");
    {
        const received_request original("GET /short HTTP/1.1\r\n\r\n");
        copy = original;
    }
    BOOST_TEST(copy.method() == "GET");
    BOOST_TEST(copy.target() == "/short");
    BOOST_TEST(copy.body() == "");
}

BOOST_AUTO_TEST_CASE(text_cut_anywhere_counts_what_is_missing_as_missing)
{
    const std::string whole = "POST /x HTTP/1.1\r\nA: b\r\nbroken\r\n\r\nbody";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        BOOST_TEST_CONTEXT("the first " << size << " bytes")
        {
            const received_request request(whole.substr(0, size));
            BOOST_TEST(std::string_view("POST").starts_with(request.method()));
            BOOST_TEST(std::string_view("/x").starts_with(request.target()));
            BOOST_TEST(std::string_view("body").starts_with(request.body()));
            BOOST_TEST(request.fields().size() <= 1U);
            BOOST_TEST(request.text() == whole.substr(0, size));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
