#include "unit/http/exchange/defined_answers.hpp"

#include <utility>

namespace useapi::testing {
namespace {

constexpr auto unknown = effect::unknown;

/** A row for a peer that sends these bytes and then waits. */
defined_answer malformed(std::string name, std::string bytes)
{
    return {std::move(name),          "POST", std::move(bytes), ending::open, "malformed",
            errc::malformed_response, unknown};
}

defined_answer too_large_header(std::string name, std::string bytes)
{
    return {std::move(name),        "GET",  std::move(bytes), ending::open, "header too large",
            errc::header_too_large, unknown};
}

defined_answer too_large_body(std::string name, std::string bytes)
{
    return {std::move(name),      "GET",  std::move(bytes), ending::open, "body too large",
            errc::body_too_large, unknown};
}

defined_answer lost(std::string name, std::string bytes, ending then)
{
    return {std::move(name), "POST", std::move(bytes), then, "lost", errc::connection_lost, unknown};
}

/** A row for fields that give the length of the body in two ways, or not at all. RFC 9112 section 6.3 */
defined_answer unclear_length(std::string name, std::string_view fields)
{
    return malformed(std::move(name), ok(fields, "5\r\nhello\r\n0\r\n\r\n"));
}

std::vector<defined_answer> unclear_lengths()
{
    return {
        unclear_length("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n"),
        unclear_length("two lengths in a list", "Content-Length: 5, 6\r\n"),
        unclear_length("empty length", "Content-Length:\r\n"),
        unclear_length("length with a part that is empty", "Content-Length: 5,\r\n"),
        unclear_length("length with a sign", "Content-Length: +5\r\n"),
        unclear_length("negative length", "Content-Length: -5\r\n"),
        unclear_length("hexadecimal length", "Content-Length: 0x5\r\n"),
        unclear_length("fractional length", "Content-Length: 5.0\r\n"),
        unclear_length("length of 2^64", "Content-Length: 18446744073709551616\r\n"),
        unclear_length("length of 2^64+5", "Content-Length: 18446744073709551621\r\n"),
        unclear_length("chunked, then a length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
        unclear_length("length, then chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        unclear_length("gzip, then a length", "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"),
        unclear_length("length, then gzip", "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n"),
        unclear_length("identity and a length", "Transfer-Encoding: identity\r\nContent-Length: 5\r\n"),
        unclear_length("gzip", "Transfer-Encoding: gzip\r\n"),
        unclear_length("gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n"),
        unclear_length("gzip and chunked in two fields",
                       "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        unclear_length("chunked, identity", "Transfer-Encoding: chunked, identity\r\n"),
        unclear_length("chunked twice", "Transfer-Encoding: chunked, chunked\r\n"),
        unclear_length("chunked in two fields",
                       "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        unclear_length("coding that looks like chunked", "Transfer-Encoding: xchunked\r\n"),
        unclear_length("empty coding", "Transfer-Encoding:\r\n"),
        malformed("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        malformed("length in a trailer", chunked("0\r\nContent-Length: 5\r\n\r\n")),
        malformed("coding in a trailer", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n")),
        malformed("lengths that differ, of an answer without content",
                  "HTTP/1.1 204 x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"),
    };
}

std::vector<defined_answer> broken_headers()
{
    const std::string rest = "Content-Length: 0\r\n\r\n";
    return {
        malformed("folded value", ok("X: a\r\n b\r\nContent-Length: 0\r\n")),
        malformed("value folded with a tab", ok("X: a\r\n\tb\r\nContent-Length: 0\r\n")),
        malformed("folded empty value", ok("Transfer-Encoding:\r\n chunked\r\n")),
        malformed("folded status line", "HTTP/1.1 200 OK\r\n X: a\r\n" + rest),
        malformed("bare LF after the status line", "HTTP/1.1 200 OK\n" + rest),
        malformed("bare LF after a field", ok("X: y\nContent-Length: 0\r\n")),
        malformed("bare LF for the empty line", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n"),
        malformed("bare LF everywhere", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
        malformed("bare CR in a value", ok("X: a\rb\r\nContent-Length: 0\r\n")),
        malformed("NUL in a value", ok(std::string("X: a\0b\r\n", 8) + rest)),
        malformed("control in a value", ok("X: a\x01z\r\n" + rest)),
        malformed("DEL in the reason", "HTTP/1.1 200 O\x7fK\r\n" + rest),
        malformed("blank before the colon", ok("Content-Length : 0\r\n")),
        malformed("field without a colon", ok("X\r\n" + rest)),
        malformed("field without a name", ok(": x\r\n" + rest)),
        malformed("obs-text in a name", ok("\xc3\xa4: x\r\n" + rest)),
        malformed("Connection that is no list", ok("Connection: a b\r\n" + rest)),
        malformed("empty line first", "\r\n" + ok(rest)),
    };
}

std::vector<defined_answer> broken_status_lines()
{
    const std::string rest = " OK\r\nContent-Length: 0\r\n\r\n";
    return {
        {"unasked switch of protocols", "POST", "HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\n", ending::open,
         "101 close:", errc::unexpected_status, unknown},
        {"unasked switch, and words of the other protocol", "POST",
         "HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\nwords", ending::open, "101 close:", errc::unexpected_status,
         unknown},
        malformed("broken interim answer", "HTTP/1.1 100 x\r\n\r\nHTTP/1.1 2" + rest),
        malformed("status 000", "HTTP/1.1 000" + rest),
        malformed("status 99", "HTTP/1.1 99" + rest),
        malformed("status of three digits below 100", "HTTP/1.1 099" + rest),
        malformed("status of four digits", "HTTP/1.1 2000" + rest),
        malformed("status of letters", "HTTP/1.1 2OO" + rest),
        malformed("status with a letter behind it", "HTTP/1.1 200x\r\nContent-Length: 0\r\n\r\n"),
        malformed("version and nothing else", "HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
        malformed("two blanks before the status", "HTTP/1.1  200" + rest),
        malformed("HTTP/2", "HTTP/2.0 200" + rest),
        malformed("HTTP/0.9", "HTTP/0.9 200" + rest),
        malformed("HTTP/1.10", "HTTP/1.10 200" + rest),
        malformed("HTTP/1.x", "HTTP/1.x 200" + rest),
        malformed("protocol in lower case", "http/1.1 200" + rest),
        malformed("prose", "Bad Gateway"),
        malformed("page", "<html></html>\r\n"),
        malformed("other protocol", "SSH-2.0-x\r\n"),
    };
}

std::vector<defined_answer> broken_chunks()
{
    return {
        malformed("chunk without a size", chunked("\r\nhello\r\n0\r\n\r\n")),
        malformed("size that is not hexadecimal", chunked("g\r\nhello\r\n0\r\n\r\n")),
        malformed("size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n")),
        malformed("size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        malformed("size of 2^64+5", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")),
        malformed("blank before a size", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
        malformed("blank behind a size", chunked("5 \r\nhello\r\n0\r\n\r\n")),
        malformed("chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")),
        malformed("chunk shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n")),
        malformed("bare LF after a size", chunked("5\nhello\r\n0\r\n\r\n")),
        malformed("bare LF after a chunk", chunked("5\r\nhello\n0\r\n\r\n")),
        malformed("bare LF after the last size", chunked("0\n\r\n\r\n")),
        malformed("extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n")),
        malformed("extension with no end of its quotes", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n")),
        malformed("trailer without a colon", chunked("0\r\nX\r\n\r\n")),
        malformed("trailer without a name", chunked("0\r\n: x\r\n\r\n")),
        malformed("trailer with a blank before the colon", chunked("0\r\nX : y\r\n\r\n")),
        malformed("trailer with a NUL", chunked(std::string("0\r\nX: a\0b\r\n\r\n", 13))),
        malformed("folded trailer", chunked("0\r\nX: a\r\n b\r\n\r\n")),
        malformed("trailer with a bare LF", chunked("0\r\nX: a\nY: b\r\n\r\n")),
        malformed("trailer with a bare CR", chunked("0\r\nX: a\rb\r\n\r\n")),
    };
}

std::vector<defined_answer> too_large_answers()
{
    const std::string kilobyte(1024, 'x');
    return {
        too_large_header("header of more than the limit", ok("X: " + kilobyte + "\r\nContent-Length: 0\r\n")),
        too_large_header("header without end", ok(repeated(1000, "X: y\r\n"))),
        too_large_header("field without end", "HTTP/1.1 200 OK\r\nX: " + repeated(50, kilobyte)),
        too_large_header("name without end", "HTTP/1.1 200 OK\r\n" + repeated(50, kilobyte)),
        too_large_header("reason without end", "HTTP/1.1 200 " + repeated(50, kilobyte)),
        too_large_header("short fields that come to more than the limit",
                         "HTTP/1.1 200 OK\r\n" + repeated(260, "X:\r\n") + "\r\n"),
        too_large_header("interim answers without end", repeated(300, "HTTP/1.1 103 x\r\nX: y\r\n\r\n")),
        too_large_header("extension without end", chunked("1;" + repeated(50, kilobyte))),
        too_large_header("size without end", chunked(std::string(50'000, '0'))),
        too_large_header("trailer without end", chunked("0\r\n" + repeated(1000, "X: y\r\n"))),
        too_large_body("length of more than the limit", ok("Content-Length: 4097\r\n")),
        too_large_body("length near 2^64", ok("Content-Length: 18446744073709551615\r\n")),
        too_large_body("chunk of more than the limit", chunked("1001\r\n" + repeated(5, kilobyte))),
        too_large_body("chunk near 2^64", chunked("ffffffffffffffff\r\n")),
        too_large_body("chunks without end", chunked(repeated(5000, "1\r\nb\r\n"))),
        too_large_body("extensions without end",
                       chunked(repeated(100, "1;" + kilobyte.substr(300) + "\r\nb\r\n"))),
        too_large_body("body without length or end", ok("", repeated(50, kilobyte))),
    };
}

defined_answer cut(std::string name, std::string bytes, ending then, std::string outcome, errc failure,
                   effect done)
{
    return {std::move(name), "POST", std::move(bytes), then, std::move(outcome), failure, done};
}

/** The status of a refusal counts, even if its content is not complete. */
std::vector<defined_answer> refusals_that_do_not_come_whole()
{
    const std::string login = R"({"error":"Login failed"})";
    const std::string page(5000, 'p');
    const std::string page_so_far(table_body_limit, 'p');
    constexpr auto rejected = effect::rejected;
    return {
        cut("500 until a reset", "HTTP/1.1 500 x\r\n\r\n" + login, ending::lost, "500 cut: " + login,
            errc::login_failed, rejected),
        cut("401 with a length, cut short by the end", "HTTP/1.1 401 x\r\nContent-Length: 99\r\n\r\nhalf",
            ending::end, "401 cut: half", errc::token_refused, rejected),
        cut("401 with a length, cut short by a reset", "HTTP/1.1 401 x\r\nContent-Length: 99\r\n\r\nhalf",
            ending::lost, "401 cut: half", errc::token_refused, rejected),
        cut("401 that closes, cut short", "HTTP/1.1 401 x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n",
            ending::lost, "401 cut:", errc::token_refused, rejected),
        cut("422 in chunks, cut short", "HTTP/1.1 422 x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nha",
            ending::end, "422 cut: ha", errc::request_refused, rejected),
        cut("422 in chunks that are broken",
            "HTTP/1.1 422 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\nx\r\n", ending::open,
            "422 cut: ha", errc::request_refused, rejected),
        cut("redirect, cut short", "HTTP/1.1 302 x\r\nContent-Length: 9\r\n\r\n", ending::lost,
            "302 cut:", errc::unexpected_status, rejected),
        cut("401 with a length of more than the limit",
            "HTTP/1.1 401 x\r\nContent-Length: 5000\r\n\r\n" + page, ending::open, "401 cut: " + page_so_far,
            errc::token_refused, rejected),
        cut("503 that closes, of more than the limit",
            "HTTP/1.1 503 x\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n" + page, ending::end,
            "503 cut: " + page_so_far, errc::service_unavailable, rejected),
        cut("503 in a chunk of more than the limit",
            "HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + page, ending::open,
            "503 cut: " + page_so_far, errc::service_unavailable, rejected),
        cut("503 until the end, of more than the limit", "HTTP/1.1 503 x\r\n\r\n" + page, ending::end,
            "503 cut: " + page_so_far, errc::service_unavailable, rejected),
        lost("refusal whose header is cut short", "HTTP/1.1 401 x\r\nContent-Length: 9\r\n", ending::end),
        malformed("refusal whose header is malformed",
                  "HTTP/1.1 401 x\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n"),
    };
}

std::vector<defined_answer> no_answers()
{
    const std::string half = "HTTP/1.1 200 OK\r\nContent-Le";
    return {
        {"silence", "POST", "", ending::open, "unfinished", errc::attempt_timed_out, unknown},
        lost("end before any byte", "", ending::end),
        lost("reset before any byte", "", ending::lost),
        {"half a header, then silence", "POST", half, ending::open, "unfinished", errc::attempt_timed_out,
         unknown},
        lost("half a header, then the end", half, ending::end),
        lost("half a header, then a reset", half, ending::lost),
        lost("half a status line, then the end", "HTTP/1.1 2", ending::end),
        lost("header without its empty line, then the end", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
             ending::end),
    };
}

} // namespace

std::vector<defined_answer> answers_to_refuse()
{
    std::vector<defined_answer> all;
    for (const auto& part : {unclear_lengths(), broken_headers(), broken_status_lines(), broken_chunks(),
                             too_large_answers(), refusals_that_do_not_come_whole(), no_answers()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace useapi::testing
