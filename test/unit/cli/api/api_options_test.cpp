#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(options_of_api)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(request_is_read_as_it_will_be_sent)
{
    const api_arguments read =
        accept(split("api PATCH /v1/x?a=%20 --input - --content-type text/csv --include")).api;
    BOOST_TEST(read.method == "PATCH");
    BOOST_TEST(read.path == "/v1/x?a=%20");
    BOOST_TEST(read.input == "-");
    BOOST_TEST(read.content_type == "text/csv");
    BOOST_TEST(read.include_header);
    const api_arguments plain = accept(split("api GET /")).api;
    BOOST_TEST(plain.input == "");
    BOOST_TEST(plain.content_type == "application/json");
    BOOST_TEST(!plain.include_header);
}

BOOST_AUTO_TEST_CASE(method_in_small_letters_and_path_without_a_slash_are_refused_with_what_they_must_be)
{
    for (const std::string method : {"get", "Get", "G-T", "GET ", ""})
        BOOST_TEST(refuse({"api", method, "/v1"})
                       .message.starts_with(
                           "METHOD: METHOD is GET, POST, PUT, PATCH, DELETE or another one in capitals"),
                   method);
    for (const std::string path : {"v1/runwayml", "https://api.useapi.net/v1", "?a=b"})
        BOOST_TEST(refuse({"api", "GET", path})
                       .message.starts_with("PATH: PATH begins with a slash: /v1/runwayml/accounts"),
                   path);
    BOOST_TEST(refuse({"api", "/v1", "GET"}).message.starts_with("METHOD: "));
    BOOST_TEST(refuse({"api", "GET"}).message.starts_with("PATH is required"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
