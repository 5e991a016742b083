#include "unit/http/exchange/answer_feed.hpp"
#include "unit/http/exchange/defined_answers.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(response_reader_refusal)

using namespace useapi;
using namespace useapi::testing;
using useapi::testing::chunked;
using useapi::testing::ok;

namespace {

// One reader for all tables: nothing of one answer may show in the next.
http::response_reader& reader()
{
    static http::response_reader shared(1024, 4096);
    return shared;
}

const std::string continue_100 = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

BOOST_AUTO_TEST_CASE(message_of_two_meanings_is_refused)
{
    const std::string body = "5\r\nhello\r\n0\r\n\r\n";
    const auto refused = [&](std::string name, std::string_view fields) {
        check_every_way(reader(), {std::move(name), ok(fields, body), "malformed"});
    };
    refused("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n");
    refused("two lengths in a list", "Content-Length: 5, 6\r\n");
    refused("empty length", "Content-Length:\r\n");
    refused("empty part of a length", "Content-Length: 5,\r\n");
    refused("negative length", "Content-Length: -5\r\n");
    refused("length with a sign", "Content-Length: +5\r\n");
    refused("hexadecimal length", "Content-Length: 0x5\r\n");
    refused("length of two numbers", "Content-Length: 5 5\r\n");
    refused("length of 2^64", "Content-Length: 18446744073709551616\r\n");
    refused("length of 2^64+5", "Content-Length: 18446744073709551621\r\n");
    refused("gzip", "Transfer-Encoding: gzip\r\n");
    refused("gzip, then chunked", "Transfer-Encoding: gzip, chunked\r\n");
    refused("gzip, then chunked, in two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    refused("chunked twice", "Transfer-Encoding: chunked, chunked\r\n");
    refused("chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    refused("chunked, then identity", "Transfer-Encoding: chunked, identity\r\n");
    refused("chunked with a parameter", "Transfer-Encoding: chunked;a=b\r\n");
    refused("no coding", "Transfer-Encoding:\r\n");
    refused("vertical tab before the coding", "Transfer-Encoding: \vchunked\r\n");
    refused("chunked, then a length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
    refused("a length, then chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    refused("gzip, then a length", "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n");
    refused("a length, then gzip", "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n");
    refused("blank before the colon", "Content-Length : 5\r\n");
    refused("folded value", "X: a\r\n b\r\nContent-Length: 5\r\n");
    refused("folded empty value", "Transfer-Encoding:\r\n chunked\r\n");
    refused("folded with a tab", "Content-Length: 5\r\n\t\r\n");
    refused("folded status line", " X: a\r\nContent-Length: 5\r\n");
    check_every_way(reader(), {"chunked in HTTP/1.0",
                               "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, "malformed"});
}

BOOST_AUTO_TEST_CASE(message_that_is_not_http_is_refused)
{
    const std::string rest = "Content-Length: 0\r\n\r\n";
    check_every_way(
        reader(), {{"other protocol", "\x16\x03\x01 this is not HTTP\r\n\r\n", "malformed"},
                   {"other protocol without a line end", "SSH-2.0-x", "malformed"},
                   {"prose", "Bad Gateway", "malformed"},
                   {"HTML", "<html></html>\r\n", "malformed"},
                   {"HTTP/2", "HTTP/2.0 200 OK\r\n" + rest, "malformed"},
                   {"HTTP/0.9", "HTTP/0.9 200 OK\r\n" + rest, "malformed"},
                   {"HTTP/1.10", "HTTP/1.10 200 OK\r\n" + rest, "malformed"},
                   {"lower case", "http/1.1 200 OK\r\n" + rest, "malformed"},
                   {"empty line first", "\r\n" + ok(rest), "malformed"},
                   {"status 000", "HTTP/1.1 000 x\r\n" + rest, "malformed"},
                   {"status 99", "HTTP/1.1 99 x\r\n" + rest, "malformed"},
                   {"status 099", "HTTP/1.1 099 x\r\n" + rest, "malformed"},
                   {"status of four digits", "HTTP/1.1 2000 x\r\n" + rest, "malformed"},
                   {"status of letters", "HTTP/1.1 2OO x\r\n" + rest, "malformed"},
                   {"two blanks before the status", "HTTP/1.1  200 x\r\n" + rest, "malformed"},
                   {"nothing after the version", "HTTP/1.1\r\n\r\n", "malformed"},
                   {"bare LF after the status line", "HTTP/1.1 200 OK\n" + rest, "malformed"},
                   {"bare LF after a field", ok("X: y\nContent-Length: 0\r\n"), "malformed"},
                   {"bare LF for the empty line", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n", "malformed"},
                   {"bare LF everywhere", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "malformed"},
                   {"bare CR in a value", ok("X: a\rb\r\nContent-Length: 0\r\n"), "malformed"},
                   {"bare CR for the empty line", ok("Content-Length: 0\r\n\rx\r\n"), "malformed"},
                   {"two CR", "HTTP/1.1 200 OK\r\r\n" + rest, "malformed"},
                   {"NUL in a value", ok(std::string("X: a\0b\r\n", 8) + rest), "malformed"},
                   {"bare CR before a value", ok("X: \ra\r\nContent-Length: 0\r\n"), "malformed"},
                   {"bare CR after a length", ok("Content-Length: 0\r\r\n"), "malformed"},
                   {"control in a value", ok("X: a\x01z\r\n" + rest), "malformed"},
                   {"DEL in the reason", "HTTP/1.1 200 O\x7fK\r\n" + rest, "malformed"},
                   {"field without a colon", ok("X\r\n" + rest), "malformed"},
                   {"field without a name", ok(": x\r\n" + rest), "malformed"},
                   {"name of other letters", ok("\xc3\xa4: x\r\n" + rest), "malformed"},
                   {"broken interim answer", continue_100 + "HTTP/1.1 2 OK\r\n\r\n", "malformed"}});
}

BOOST_AUTO_TEST_CASE(broken_chunks_are_refused)
{
    const auto refused = [](std::string name, std::string_view chunks) {
        check_every_way(reader(), {std::move(name), chunked(chunks), "malformed"});
    };
    refused("no size", "\r\nhello\r\n0\r\n\r\n");
    refused("not hexadecimal", "g\r\nhello\r\n0\r\n\r\n");
    refused("negative size", "-5\r\nhello\r\n0\r\n\r\n");
    refused("size with a sign", "+5\r\nhello\r\n0\r\n\r\n");
    refused("size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n");
    refused("size of 2^64", "10000000000000000\r\nhello\r\n0\r\n\r\n");
    refused("size of 2^64+5", "10000000000000005\r\nhello\r\n0\r\n\r\n");
    refused("blank before the size", " 5\r\nhello\r\n0\r\n\r\n");
    refused("blank after the size", "5 \r\nhello\r\n0\r\n\r\n");
    refused("chunk longer than its size", "4\r\nhello\r\n0\r\n\r\n");
    refused("chunk shorter than its size", "6\r\nhello\r\n0\r\n\r\n");
    refused("bare LF after the size", "5\nhello\r\n0\r\n\r\n");
    refused("bare CR after the size", "5\rhello\r\n0\r\n\r\n");
    refused("bare LF after a chunk", "5\r\nhello\n0\r\n\r\n");
    refused("bare LF after the last size", "0\n\r\n\r\n");
    refused("extension without a name", "5;\r\nhello\r\n0\r\n\r\n");
    refused("extension value without an end", "5;a=\"b\r\nhello\r\n0\r\n\r\n");
    refused("extension value that ends in the chunk", "5;a=\"b\r\nhe\"lo\r\n0\r\n\r\n");
    refused("extension value without an end at the last chunk", "0;a=\"b\r\n\r\n");
    refused("trailer without a colon", "0\r\nX\r\n\r\n");
    refused("trailer with a bare CR", "0\r\nX: a\rb\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
