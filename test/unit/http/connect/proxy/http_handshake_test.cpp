#include "http/connect/proxy/http_handshake.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(http_handshake)

using namespace useapi;
using next = http::proxy_handshake::next;

BOOST_AUTO_TEST_CASE(request_names_host_and_port_and_the_answer_decides)
{
    struct row
    {
        std::string_view answer;
        next reached;
        errc code;
        std::string_view text;
    };

    const std::vector<row> rows = {
        {"HTTP/1.1 200 OK\r\n\r\n", next::done, errc(), ""},
        {"HTTP/1.1 200 OK\r\n", next::read, errc(), ""},
        {"HTTP/1.1 200 OK\r\n\r\nmore", next::failed, errc::proxy_failed, "sent more than its answer"},
        {"HTTP/1.1 403 No\r\n\r\n", next::failed, errc::proxy_refused, "it answered 403"},
        {"HTTP/1.1 407 No\r\n\r\n", next::failed, errc::proxy_refused,
         "it answered 407, it wants other credentials than it was given"},
        {"HTTP/1.1 502 No\r\n\r\n", next::failed, errc::proxy_failed, "it answered 502"},
        {"SSH-2.0", next::failed, errc::proxy_failed, "answered something that is not HTTP"},
    };
    const http::origin to = http::parse_base_url("https://service.example").value();
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.answer)
        {
            http::http_handshake handshake(secret("Basic eDp5"), to);
            BOOST_TEST((handshake.begin() == next::write));
            BOOST_TEST(handshake.message() ==
                       "CONNECT service.example:443 HTTP/1.1\r\nHost: service.example:443\r\n"
                       "Proxy-Authorization: Basic eDp5\r\n\r\n");
            BOOST_TEST((handshake.add(r.answer) == r.reached));
            if (r.reached == next::failed)
                BOOST_TEST((handshake.why().code == r.code));
            BOOST_TEST(handshake.why().text == r.text);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
