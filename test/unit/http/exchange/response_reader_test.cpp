#include "unit/http/exchange/answer_feed.hpp"
#include "unit/http/exchange/defined_answers.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(response_reader)

using namespace useapi;
using namespace useapi::testing;
using useapi::testing::chunked;
using useapi::testing::ok;

namespace {

constexpr std::size_t header_limit = 1024;
constexpr std::size_t body_limit = 4096;

// One reader for all tables: nothing of one answer may show in the next.
http::response_reader& reader()
{
    static http::response_reader shared(header_limit, body_limit);
    return shared;
}

std::string found(std::string_view name)
{
    const auto value = reader().find(name);
    return value ? std::string(*value) : "(none)";
}

const std::string continue_100 = "HTTP/1.1 100 Continue\r\n\r\n";
const std::string hints_103 = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: close\r\n\r\n";

} // namespace

BOOST_AUTO_TEST_CASE(answer_with_length_ends_at_its_length)
{
    check_every_way(
        reader(),
        {{"body", ok("Content-Length: 5\r\n", "hello"), "200 keep: hello"},
         {"no body", ok("Content-Length: 0\r\n"), "200 keep:"},
         {"name and value in any form", ok("cONTENT-lENGTH:\t 005 \t\r\n", "hello"), "200 keep: hello"},
         {"same length twice in a list", ok("Content-Length: 5, 5\r\n", "hello"), "200 keep: hello"},
         {"same length in two fields", ok("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"),
          "200 keep: hello"},
         {"status without a reason", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", "200 keep: ok"},
         {"lowest status", "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n", "200 keep:"},
         {"highest status", "HTTP/1.1 599 x\r\nContent-Length: 0\r\n\r\n", "599 keep:"},
         {"redirect", "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "302 keep:"},
         {"text of other alphabets",
          "HTTP/1.1 200 \xd0\x9e\xd0\x9a\r\nX: \xe4\xf6\r\nContent-Length: 0\r\n\r\n", "200 keep:"},
         {"not all came", ok("Content-Length: 5\r\n", "hell"), "unfinished"},
         {"not all came before the end", ok("Content-Length: 5\r\n", "hell"), "lost", ending::end},
         {"not all came before the loss", ok("Content-Length: 5\r\n", "hell"), "lost", ending::lost}});
}

BOOST_AUTO_TEST_CASE(chunked_answer_ends_at_its_last_chunk)
{
    check_every_way(
        reader(),
        {{"one chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), "200 keep: hello"},
         {"no chunk", chunked("0\r\n\r\n"), "200 keep:"},
         {"many zeros", chunked("0000000\r\n\r\n"), "200 keep:"},
         {"several chunks", chunked("1\r\na\r\n2\r\nbc\r\n00003\r\ndef\r\n0\r\n\r\n"), "200 keep: abcdef"},
         {"hexadecimal sizes", chunked("a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n"),
          "200 keep: 01234567890123456789a"},
         {"line ends in a chunk", chunked("6\r\n\r\n0\r\n\r\r\n0\r\n\r\n"), "200 keep: \r\n0\r\n\r"},
         {"quoted pairs in an extension", chunked("5;a=\"\\\"\\\\;\"\r\nhello\r\n0\r\n\r\n"),
          "200 keep: hello"},
         {"blanks around the semicolons of extensions", chunked("5 ; a ;\tb=c\r\nhello\r\n0 ;x\r\n\r\n"),
          "200 keep: hello"},
         {"blanks around the equals sign of an extension", chunked("5;a = b\r\nhello\r\n0\r\n\r\n"),
          "200 keep: hello"},
         {"extensions", chunked("5;a=b;c=\"d;e\";f\r\nhello\r\n0;x\r\n\r\n"), "200 keep: hello"},
         {"coding in capitals", ok("Transfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n"), "200 keep: a"},
         {"trailer", chunked("1\r\na\r\n0\r\nX: y\r\nZ: w\r\n\r\n"), "200 keep: a"},
         {"trailer after no chunk", chunked("0\r\nX: y\r\n\r\n"), "200 keep:"},
         {"no last chunk", chunked("5\r\nhello\r\n"), "unfinished"},
         {"no last chunk before the end", chunked("5\r\nhello\r\n"), "lost", ending::end},
         {"no last line before the end", chunked("5\r\nhello\r\n0\r\n"), "lost", ending::end},
         {"half a line end before the loss", chunked("0\r\n\r"), "lost", ending::lost}});
}

BOOST_AUTO_TEST_CASE(trailer_field_controls_nothing)
{
    check_every_way(reader(),
                    {"Connection and Retry-After",
                     chunked("0\r\nConnection: close\r\nRetry-After: 9\r\nX: y\r\n\r\n"), "200 keep:"});
    BOOST_TEST(found("Connection") == "(none)");
    BOOST_TEST(found("Retry-After") == "(none)");
    BOOST_TEST(reader().copy().fields().size() == 1U);

    check_every_way(
        reader(),
        {{"keep-alive in a trailer",
          ok("Transfer-Encoding: chunked\r\nConnection: close\r\n", "0\r\nConnection: keep-alive\r\n\r\n"),
          "200 close:"},
         {"length in a trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), "malformed"},
         {"coding in a trailer", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), "malformed"}});
}

BOOST_AUTO_TEST_CASE(answer_without_length_ends_with_the_stream)
{
    check_every_way(reader(), {{"end", ok("", "hello"), "200 close: hello", ending::end},
                               {"end of nothing", ok(""), "200 close:", ending::end},
                               {"keep-alive does not give it a length",
                                ok("Connection: keep-alive\r\n", "hello"), "200 close: hello", ending::end},
                               {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello", "200 close: hello", ending::end},
                               {"loss", ok("", "hello"), "lost", ending::lost},
                               {"loss of nothing", ok(""), "lost", ending::lost},
                               {"open", ok("", "hello"), "unfinished"}});
}

BOOST_AUTO_TEST_CASE(answer_without_content_ends_with_its_header)
{
    const std::string length_5 = "Content-Length: 5\r\n\r\n";
    const std::string in_chunks = "Transfer-Encoding: chunked\r\n\r\n";
    check_every_way(
        reader(), {{"204", "HTTP/1.1 204 No Content\r\n\r\n", "204 keep:"},
                   {"204 with a length", "HTTP/1.1 204 No Content\r\n" + length_5, "204 close:"},
                   {"204 that closes", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "204 close:"},
                   {"304", "HTTP/1.1 304 Not Modified\r\n" + length_5, "304 keep:"},
                   {"HEAD", "HTTP/1.1 200 OK\r\n" + length_5, "200 keep:", ending::open, true},
                   {"HEAD of chunks", "HTTP/1.1 200 OK\r\n" + in_chunks, "200 keep:", ending::open, true},
                   {"HEAD of no length", ok(""), "200 keep:", ending::open, true},
                   {"HEAD of more than the limit", "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
                    "200 keep:", ending::open, true},
                   {"HEAD refused", "HTTP/1.1 404 Not Found\r\n" + length_5, "404 keep:", ending::open, true},
                   {"HEAD after 100", continue_100 + ok(""), "200 keep:", ending::open, true}});
}

BOOST_AUTO_TEST_CASE(interim_answers_are_passed_over)
{
    const std::string final = ok("Content-Length: 2\r\n", "ok");
    check_every_way(
        reader(), {{"one", continue_100 + final, "200 keep: ok"},
                   {"fields that say nothing of the final one", hints_103 + final, "200 keep: ok"},
                   {"as many as a slow login takes", repeated(100, continue_100) + final, "200 keep: ok"},
                   {"without end", repeated(300, continue_100), "header too large"},
                   {"unasked switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "101 close:"},
                   {"nothing after", continue_100, "unfinished"},
                   {"end after", continue_100, "lost", ending::end},
                   {"loss after", hints_103, "lost", ending::lost}});
    check_every_way(reader(), {"fields", hints_103 + final, "200 keep: ok"});
    BOOST_TEST(found("Link") == "(none)");
    BOOST_TEST(found("Content-Length") == "2");
}

BOOST_AUTO_TEST_CASE(connection_is_kept_where_the_answer_lets_it)
{
    const auto with = [](std::string_view version, std::string_view fields) {
        return std::string(version) + " 200 OK\r\nContent-Length: 0\r\n" + std::string(fields) + "\r\n";
    };
    check_every_way(reader(),
                    {{"HTTP/1.1", with("HTTP/1.1", ""), "200 keep:"},
                     {"HTTP/1.1 keep-alive", with("HTTP/1.1", "Connection: Keep-Alive\r\n"), "200 keep:"},
                     {"HTTP/1.1 close", with("HTTP/1.1", "connection: Close\r\n"), "200 close:"},
                     {"HTTP/1.1 close in a list", with("HTTP/1.1", "Connection: x, close\r\n"), "200 close:"},
                     {"HTTP/1.1 close among empty elements",
                      with("HTTP/1.1", "Connection: , ,x,,close ,\r\n"), "200 close:"},
                     {"HTTP/1.1 close in a second field",
                      with("HTTP/1.1", "Connection: x\r\nConnection: close\r\n"), "200 close:"},
                     {"HTTP/1.1 both", with("HTTP/1.1", "Connection: keep-alive, close\r\n"), "200 close:"},
                     {"HTTP/1.0", with("HTTP/1.0", ""), "200 close:"},
                     {"HTTP/1.0 keep-alive", with("HTTP/1.0", "Connection: keep-alive\r\n"), "200 keep:"},
                     {"HTTP/1.0 close", with("HTTP/1.0", "Connection: close\r\n"), "200 close:"},
                     {"HTTP/1.0 both", with("HTTP/1.0", "Connection: close, keep-alive\r\n"), "200 close:"},
                     {"not a list of tokens", with("HTTP/1.1", "Connection: a b\r\n"), "malformed"}});
}

BOOST_AUTO_TEST_CASE(bytes_after_the_end_close_the_connection)
{
    const std::string length_2 = ok("Content-Length: 2\r\n", "ok");
    const std::string in_chunks = chunked("2\r\nok\r\n0\r\n\r\n");
    for (const std::string& answer : {length_2, in_chunks})
        for (const std::string& more : {std::string("x"), std::string("\r\n"), length_2, continue_100}) {
            BOOST_TEST_CONTEXT(answer << more)
            {
                const answer_case both{"", answer + more, ""};
                BOOST_TEST(feed(reader(), both) == "200 close: ok");
                // The stream has to notice later bytes, before it is used again.
                for (std::size_t cut = 1; cut < answer.size(); ++cut)
                    BOOST_TEST(feed(reader(), both, {cut}) == "200 close: ok");
                BOOST_TEST(feed(reader(), both, {answer.size()}) == "200 keep: ok");
            }
        }
    const answer_case no_content{"", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok", ""};
    BOOST_TEST(feed(reader(), no_content) == "204 close:");
}

BOOST_AUTO_TEST_CASE(limit_that_was_exceeded_is_named)
{
    const std::string in_chunks = chunked("");

    struct row
    {
        std::string bytes;
        std::size_t limit;
    };

    for (const row& each :
         {row{ok("X: " + std::string(header_limit, 'x') + "\r\n"), header_limit},
          row{in_chunks + "1;" + std::string(header_limit, 'x'), header_limit},
          row{ok("Content-Length: 5000\r\n"), body_limit}, row{in_chunks + "5000\r\n", body_limit},
          row{in_chunks + repeated(2000, "1\r\nb\r\n"), header_limit + body_limit},
          row{repeated(300, continue_100), header_limit + body_limit},
          row{"HTTP/1.1 503 x\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x'), body_limit}}) {
        BOOST_TEST_CONTEXT(each.bytes.substr(0, 80))
        {
            feed(reader(), {"", each.bytes, ""});
            BOOST_TEST((reader().error() || reader().cut_short_by()));
            BOOST_TEST(reader().exceeded_limit() == each.limit);
        }
    }
}

BOOST_AUTO_TEST_CASE(answer_cut_short_at_any_byte_is_lost)
{
    const std::vector<std::string> answers = {
        ok("Content-Length: 5\r\nX: y\r\n", "hello"),
        chunked("5;a=\"b\"\r\nhello\r\n1\r\n!\r\n0\r\nX: y\r\n\r\n"),
        chunked("0\r\n\r\n"),
        hints_103 + "HTTP/1.1 204 No Content\r\n\r\n",
    };
    for (const std::string& answer : answers)
        for (std::size_t size = 0; size < answer.size(); ++size)
            for (const ending how : {ending::end, ending::lost}) {
                const answer_case cut_short{"", answer.substr(0, size), "", how};
                const bool is_lost = feed(reader(), cut_short) == "lost";
                const bool is_lost_by_bytes = feed_bytes(reader(), cut_short) == "lost";
                BOOST_TEST_CONTEXT("the first " << size << " bytes of " << answer)
                {
                    BOOST_TEST(is_lost);
                    BOOST_TEST(is_lost_by_bytes);
                }
            }
    check_every_way(reader(), {{"stream of nothing that ends", "", "lost", ending::end},
                               {"stream of nothing that is lost", "", "lost", ending::lost},
                               {"stream of nothing", "", "unfinished"}});
}

BOOST_AUTO_TEST_CASE(fields_are_found_without_case_and_kept_in_order)
{
    check_every_way(reader(), {"fields",
                               ok("X-A: 1\r\nx-a: 2\r\nEmpty:\r\nBlank: \t \r\nTwo:  a  b \r\n"
                                  "Other: \xff\x80\r\nContent-Length: 0\r\n"),
                               "200 keep:"});
    BOOST_TEST(found("x-A") == "1");
    BOOST_TEST(found("EMPTY") == "");
    BOOST_TEST(found("Blank") == "");
    BOOST_TEST(found("Two") == "a  b");
    BOOST_TEST(found("Other") == "\xff\x80");
    BOOST_TEST(found("X") == "(none)");
    BOOST_TEST(found("") == "(none)");

    const http::response copied = reader().copy();
    BOOST_TEST(copied.status() == 200);
    BOOST_TEST_REQUIRE(copied.fields().size() == 7U);
    BOOST_TEST(copied.fields()[0].name() == "X-A");
    BOOST_TEST(copied.fields()[1].name() == "x-a");
    BOOST_TEST(copied.fields()[1].value() == "2");
    BOOST_TEST(copied.find("content-LENGTH").value() == "0");
    BOOST_TEST(!copied.find("Nothing"));
}

BOOST_AUTO_TEST_CASE(reader_started_again_knows_nothing_of_the_last_answer)
{
    feed(reader(), {"", ok("X: secret\r\nContent-Length: 6\r\n", "secret"), ""});
    reader().start(false);
    BOOST_TEST(!reader().done());
    BOOST_TEST(!reader().error());
    BOOST_TEST(reader().status() == 0);
    BOOST_TEST(reader().body() == "");
    BOOST_TEST(found("X") == "(none)");
    BOOST_TEST(!reader().keeps_connection());

    feed(reader(), {"", "nonsense", ""});
    BOOST_TEST((reader().error() == errc::malformed_response));
    check_every_way(reader(), {"after a failure", ok("Content-Length: 2\r\n", "ok"), "200 keep: ok"});
    feed(reader(), {"", ok("Content-Length: 2\r\n"), ""});
    check_every_way(reader(), {"after half an answer", "HTTP/1.1 204 x\r\n\r\n", "204 keep:"});
    feed(reader(), {"", ok("Content-Length: 2\r\n"), "", ending::open, true});
    check_every_way(reader(), {"after HEAD", ok("Content-Length: 2\r\n", "ok"), "200 keep: ok"});
}

BOOST_AUTO_TEST_CASE(end_after_the_answer_changes_nothing)
{
    feed(reader(), {"", ok("Content-Length: 2\r\n", "ok"), ""});
    reader().on_end();
    reader().on_lost();
    BOOST_TEST(!reader().error());
    BOOST_TEST(reader().body() == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
