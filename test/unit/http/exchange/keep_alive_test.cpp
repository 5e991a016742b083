#include "http/exchange/keep_alive.hpp"

#include "unit/http/exchange/answer_feed.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string_view>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(keep_alive)

BOOST_AUTO_TEST_CASE(timeout_is_read_strictly)
{
    struct row
    {
        std::string_view value;
        std::optional<std::chrono::seconds> expected;
    };

    const std::optional<std::chrono::seconds> none;
    const row rows[] = {
        {"timeout=5", 5s},
        {"timeout=5, max=1000", 5s},
        {"max=1000,timeout=5", 5s},
        {"max=1000 \t,\t timeout=5 ", 5s},
        {"TimeOut=75", 75s},
        {"timeout=0", 0s},
        {"timeout=007", 7s},
        {"timeout=60, timeout=5, timeout=30", 5s},
        {"extension, timeout=5", 5s},
        {", ,timeout=5,", 5s},
        {"timeout=31536001", 31536000s},
        {"timeout=4294967296", 31536000s},
        {"timeout=99999999999999999999999999", 31536000s},
        {"", none},
        {"max=1000", none},
        {"timeout", none},
        {"timeout=", none},
        {"timeout=-1", none},
        {"timeout=+1", none},
        {"timeout=1.5", none},
        {"timeout=5s", none},
        {"timeout=0x10", none},
        {"timeout = 5", none},
        {"timeout =5", none},
        {"timeout= 5", none},
        {"timeout=\"5\"", none},
        {"timeout=5; max=1000", none},
        {"timeout=5 max=1000", none},
        {"timeout=5, max=", none},
        {"timeout=5, =3", none},
        {"timeout=5, timeout=x", none},
        {"5", none},
        {"xtimeout=5", none},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.value)
        {
            BOOST_TEST((http::parse_keep_alive(r.value) == r.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(reader_takes_the_hint_from_the_header_of_the_final_response)
{
    struct row
    {
        const char* name;
        const char* bytes;
        std::optional<std::chrono::seconds> expected;
    };

    // One after the other, so that nothing is left of the answer before.
    const row rows[] = {
        {"a field", "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n", 5s},
        {"none", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", std::nullopt},
        {"two fields",
         "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=9\r\nkeep-alive: timeout=7\r\nContent-Length: 0\r\n\r\n",
         7s},
        {"a malformed one beside it",
         "HTTP/1.1 404 No\r\nKeep-Alive: timeout=9\r\nKeep-Alive: x=\r\nContent-Length: 0\r\n\r\n", 9s},
        {"a trailer",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nKeep-Alive: timeout=5\r\n\r\n",
         std::nullopt},
        {"an interim response", "HTTP/1.1 103 Hints\r\nKeep-Alive: timeout=5\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
         std::nullopt},
    };
    http::response_reader reader(1024, 1024);
    BOOST_TEST(!reader.keep_alive_timeout().has_value());
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            feed(reader, {r.name, r.bytes, ""});
            BOOST_TEST(reader.done());
            BOOST_TEST((reader.keep_alive_timeout() == r.expected));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
