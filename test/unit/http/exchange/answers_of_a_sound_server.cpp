#include "unit/http/exchange/defined_answers.hpp"

namespace useapi::testing {
namespace {

constexpr errc none{};
constexpr auto open = ending::open;
constexpr auto end = ending::end;
constexpr auto lost = ending::lost;
constexpr auto applied = effect::applied;
constexpr auto rejected = effect::rejected;
constexpr auto unknown = effect::unknown;

const std::string continue_100 = "HTTP/1.1 100 Continue\r\n\r\n";
const std::string hints_103 = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: close\r\n\r\n";
const std::string length_2 = "Content-Length: 2\r\n";
const std::string no_content = "HTTP/1.1 204 No Content\r\n";
const std::string not_modified = "HTTP/1.1 304 Not Modified\r\n";

void append(std::vector<defined_answer>& to, std::vector<defined_answer> more)
{
    to.insert(to.end(), more.begin(), more.end());
}

std::vector<defined_answer> interim_answers()
{
    const std::string final = ok(length_2, "ok");
    return {
        {"100, then the answer", "POST", continue_100 + final, open, "200 keep: ok", none, applied},
        {"102, then the answer", "POST", "HTTP/1.1 102 Processing\r\n\r\n" + final, open, "200 keep: ok",
         none, applied},
        {"103 whose fields say nothing of the answer", "GET", hints_103 + final, open, "200 keep: ok", none,
         applied},
        {"nine interim answers of a slow login", "POST",
         repeated(9, "HTTP/1.1 102 Processing\r\n\r\n") + final, open, "200 keep: ok", none, applied},
        {"a hundred interim answers", "GET", repeated(100, continue_100) + final, open, "200 keep: ok", none,
         applied},
        {"interim answer with a length, which it cannot have", "GET",
         "HTTP/1.1 103 x\r\nContent-Length: 5\r\n\r\n" + final, open, "200 close: ok", none, applied},
        {"100, then 204", "DELETE", continue_100 + no_content + "\r\n", open, "204 keep:", none, applied},
        {"100, then an answer to HEAD", "HEAD", continue_100 + ok(length_2), open, "200 keep:", none,
         applied},
        {"100, then nothing", "POST", continue_100, open, "unfinished", errc::attempt_timed_out, unknown},
        {"100, then the end", "POST", continue_100, end, "lost", errc::connection_lost, unknown},
        {"103, then a reset", "GET", hints_103, lost, "lost", errc::connection_lost, unknown},
        {"100, then an error", "POST", continue_100 + "HTTP/1.1 422 x\r\n" + length_2 + "\r\n{}", open,
         "422 keep: {}", errc::request_refused, rejected},
    };
}

std::vector<defined_answer> answers_without_content()
{
    const std::string length_5 = "Content-Length: 5\r\n\r\n";
    return {
        {"204", "DELETE", no_content + "\r\n", open, "204 keep:", none, applied},
        {"204 with a length, which it cannot have", "DELETE", no_content + length_5, open, "204 close:", none,
         applied},
        {"204 in chunks, which it cannot be", "DELETE", no_content + "Transfer-Encoding: chunked\r\n\r\n",
         open, "204 close:", none, applied},
        {"204 with a length of 0", "DELETE", no_content + "Content-Length: 0\r\n\r\n", open,
         "204 keep:", none, applied},
        {"204 that closes", "DELETE", no_content + "Connection: close\r\n\r\n", end, "204 close:", none,
         applied},
        {"204 with content all the same", "DELETE", no_content + length_5 + "hello", open, "204 close:", none,
         applied},
        {"304", "GET", not_modified + length_5, open, "304 keep:", errc::unexpected_status, rejected},
        {"304 of no length", "GET", not_modified + "\r\n", open, "304 keep:", errc::unexpected_status,
         rejected},
        {"304 with content all the same", "GET", not_modified + length_5 + "hello", open,
         "304 close:", errc::unexpected_status, rejected, 5},
        {"HEAD", "HEAD", ok("Content-Length: 5\r\n"), open, "200 keep:", none, applied},
        {"HEAD of chunks", "HEAD", ok("Transfer-Encoding: chunked\r\n"), open, "200 keep:", none, applied},
        {"HEAD of no length", "HEAD", ok(""), open, "200 keep:", none, applied},
        {"HEAD of more than the limit", "HEAD", ok("Content-Length: 99999\r\n"), open, "200 keep:", none,
         applied},
        {"HEAD refused", "HEAD", "HTTP/1.1 404 Not Found\r\n" + length_5, open, "404 keep:", errc::not_found,
         rejected},
        {"HEAD with content all the same", "HEAD", ok("Content-Length: 5\r\n", "hello"), open,
         "200 close:", none, applied, 5},
        {"200 with a length of 0", "POST", ok("Content-Length: 0\r\n"), open, "200 keep:", none, applied},
        {"201 with a length of 0", "POST", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", open,
         "201 keep:", none, applied},
        {"205 with a length of 0", "POST", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", open,
         "205 keep:", none, applied},
    };
}

std::vector<defined_answer> answers_with_a_length()
{
    return {
        {"length", "GET", ok("Content-Length: 5\r\n", "hello"), open, "200 keep: hello", none, applied},
        {"length in any form", "GET", ok("cONTENT-lENGTH:\t 005 \t\r\n", "hello"), open, "200 keep: hello",
         none, applied},
        {"same length twice in a list", "GET", ok("Content-Length: 5, 5\r\n", "hello"), open,
         "200 keep: hello", none, applied},
        {"same length in two fields", "GET", ok("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), open,
         "200 keep: hello", none, applied},
        {"length, then the end", "GET", ok(length_2, "ok"), end, "200 keep: ok", none, applied},
        {"length, then a reset", "GET", ok(length_2, "ok"), lost, "200 keep: ok", none, applied},
        {"body of the largest size", "GET",
         ok("Content-Length: 4096\r\n", std::string(table_body_limit, 'b')), open,
         "200 keep: " + std::string(table_body_limit, 'b'), none, applied},
        {"redirect, which is not followed", "GET",
         "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.test/\r\nContent-Length: 0\r\n\r\n", open,
         "302 keep:", errc::unexpected_status, rejected},
        {"status without a reason", "GET", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", open,
         "200 keep: ok", none, applied},
        {"status without a reason, nor the blank before it", "GET",
         "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", open, "200 keep: ok", none, applied},
        {"HTTP/1.2, which is read as HTTP/1.1", "GET", "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok", open,
         "200 keep: ok", none, applied},
        {"HTTP/1.9 in chunks", "GET",
         "HTTP/1.9 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open, "200 keep: a",
         none, applied},
        {"status 600, which counts as a 5xx", "POST", "HTTP/1.1 600 x\r\nContent-Length: 3\r\n\r\nbad", open,
         "600 keep: bad", errc::server_failed, unknown},
        {"status 999", "POST", "HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n", open,
         "999 keep:", errc::server_failed, unknown},
        {"more short fields than most servers send", "GET", ok(length_2 + repeated(200, "X:\r\n"), "ok"),
         open, "200 keep: ok", none, applied},
        {"obs-text in reason and value", "GET",
         "HTTP/1.1 200 \xd0\x9e\xd0\x9a\r\nX: \xe4\xf6\xff\r\nContent-Length: 2\r\n\r\nok", open,
         "200 keep: ok", none, applied},
        {"error", "POST", "HTTP/1.1 422 x\r\nContent-Length: 13\r\n\r\n{\"error\":\"x\"}", open,
         "422 keep: {\"error\":\"x\"}", errc::request_refused, rejected},
        {"trouble upstream", "POST", "HTTP/1.1 502 x\r\nContent-Length: 3\r\n\r\nbad", open, "502 keep: bad",
         errc::service_unavailable, unknown},
        {"busy", "POST", "HTTP/1.1 429 x\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", open,
         "429 keep:", errc::rate_limited, rejected},
        {"length, cut short by silence", "GET", ok("Content-Length: 5\r\n", "hell"), open, "unfinished",
         errc::attempt_timed_out, unknown},
        {"length, cut short by the end", "POST", ok("Content-Length: 5\r\n", "hell"), end, "lost",
         errc::connection_lost, unknown},
        {"length, cut short by a reset", "POST", ok("Content-Length: 5\r\n", "hell"), lost, "lost",
         errc::connection_lost, unknown},
        {"length, and none of the body", "POST", ok("Content-Length: 5\r\n"), end, "lost",
         errc::connection_lost, unknown},
    };
}

std::vector<defined_answer> answers_in_chunks()
{
    return {
        {"chunk", "GET", chunked("5\r\nhello\r\n0\r\n\r\n"), open, "200 keep: hello", none, applied},
        {"no chunk", "GET", chunked("0\r\n\r\n"), open, "200 keep:", none, applied},
        {"last size of many zeros", "GET", chunked("0000000\r\n\r\n"), open, "200 keep:", none, applied},
        {"several chunks", "GET", chunked("1\r\na\r\n2\r\nbc\r\n00003\r\ndef\r\n0\r\n\r\n"), open,
         "200 keep: abcdef", none, applied},
        {"hexadecimal size in any case", "GET", chunked("a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n"),
         open, "200 keep: 01234567890123456789a", none, applied},
        {"coding in capitals", "GET", ok("Transfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n"), open,
         "200 keep: a", none, applied},
        {"extensions", "GET", chunked("5;a=b;c=\"d;e\";f\r\nhello\r\n0;x\r\n\r\n"), open, "200 keep: hello",
         none, applied},
        {"trailer", "GET", chunked("1\r\na\r\n0\r\nX: y\r\nZ: w\r\n\r\n"), open, "200 keep: a", none,
         applied},
        {"trailer with a value of any kind", "GET",
         chunked("0\r\nX:\r\nConnection: a b\r\nY: \xe4;,=\r\n\r\n"), open, "200 keep:", none, applied},
        {"header and trailer that come to more than the limit together", "GET",
         ok("Transfer-Encoding: chunked\r\nX: " + std::string(900, 'x') + "\r\n",
            "1\r\na\r\n0\r\nX: " + std::string(900, 'x') + "\r\n\r\n"),
         open, "200 keep: a", none, applied},
        {"trailer that would control the connection", "GET",
         chunked("1\r\na\r\n0\r\nConnection: close\r\nRetry-After: 9\r\n\r\n"), open, "200 keep: a", none,
         applied},
        {"chunks that close", "GET",
         ok("Transfer-Encoding: chunked\r\nConnection: close\r\n", "1\r\na\r\n0\r\n\r\n"), end,
         "200 close: a", none, applied},
        {"chunks, then the end", "GET", chunked("1\r\na\r\n0\r\n\r\n"), end, "200 keep: a", none, applied},
        {"chunks, cut short by silence", "GET", chunked("5\r\nhello\r\n"), open, "unfinished",
         errc::attempt_timed_out, unknown},
        {"chunks, cut short by the end", "POST", chunked("5\r\nhello\r\n"), end, "lost",
         errc::connection_lost, unknown},
        {"chunks, cut short in a chunk", "POST", chunked("5\r\nhel"), end, "lost", errc::connection_lost,
         unknown},
        {"chunks, cut short before the last line", "POST", chunked("5\r\nhello\r\n0\r\n"), end, "lost",
         errc::connection_lost, unknown},
        {"chunks, cut short in the trailer by a reset", "POST", chunked("0\r\nX: y\r\n"), lost, "lost",
         errc::connection_lost, unknown},
    };
}

std::vector<defined_answer> answers_that_end_with_the_stream()
{
    return {
        {"until the end", "GET", ok("", "hello"), end, "200 close: hello", none, applied},
        {"nothing until the end", "GET", ok(""), end, "200 close:", none, applied},
        {"until the end, keep-alive or not", "GET", ok("Connection: keep-alive\r\n", "hello"), end,
         "200 close: hello", none, applied},
        {"HTTP/1.0 until the end", "GET", "HTTP/1.0 200 OK\r\n\r\nhello", end, "200 close: hello", none,
         applied},
        {"error until the end", "POST", "HTTP/1.1 520 x\r\n\r\n<html></html>", end,
         "520 close: <html></html>", errc::service_unavailable, unknown},
        {"until a reset", "GET", ok("", "hello"), lost, "lost", errc::connection_lost, unknown},
        {"until the end, which does not come", "GET", ok("", "hello"), open, "unfinished",
         errc::attempt_timed_out, unknown},
    };
}

std::vector<defined_answer> words_about_the_connection()
{
    const auto with = [](std::string_view version, std::string_view fields) {
        return std::string(version) + " 200 OK\r\nContent-Length: 2\r\n" + std::string(fields) + "\r\nok";
    };
    return {
        {"close", "GET", with("HTTP/1.1", "Connection: close\r\n"), end, "200 close: ok", none, applied},
        {"close, and left open", "GET", with("HTTP/1.1", "connection: Close\r\n"), open, "200 close: ok",
         none, applied},
        {"close in a list", "GET", with("HTTP/1.1", "Connection: x, close\r\n"), open, "200 close: ok", none,
         applied},
        {"close in a second field", "GET", with("HTTP/1.1", "Connection: x\r\nConnection: close\r\n"), open,
         "200 close: ok", none, applied},
        {"close and keep-alive", "GET", with("HTTP/1.1", "Connection: keep-alive, close\r\n"), open,
         "200 close: ok", none, applied},
        {"keep-alive", "GET", with("HTTP/1.1", "Connection: Keep-Alive\r\n"), open, "200 keep: ok", none,
         applied},
        {"HTTP/1.0", "GET", with("HTTP/1.0", ""), open, "200 close: ok", none, applied},
        {"HTTP/1.0 and keep-alive", "GET", with("HTTP/1.0", "Connection: keep-alive\r\n"), open,
         "200 keep: ok", none, applied},
        {"HTTP/1.0 and keep-alive for a proxy", "GET", with("HTTP/1.0", "Proxy-Connection: keep-alive\r\n"),
         open, "200 close: ok", none, applied},
        {"HTTP/1.1 and close for a proxy", "GET", with("HTTP/1.1", "Proxy-Connection: close\r\n"), open,
         "200 keep: ok", none, applied},
        {"HTTP/1.0, close and keep-alive", "GET", with("HTTP/1.0", "Connection: close, keep-alive\r\n"), open,
         "200 close: ok", none, applied},
    };
}

std::vector<defined_answer> answers_with_more_behind_them()
{
    const std::string answer = ok(length_2, "ok");
    const std::string in_chunks = chunked("2\r\nok\r\n0\r\n\r\n");
    const std::string second = ok("Content-Length: 6\r\n", "second");
    return {
        {"second answer", "GET", answer + second, open, "200 close: ok", none, applied, second.size()},
        {"second answer, then the end", "GET", answer + second, end, "200 close: ok", none, applied,
         second.size()},
        {"second answer behind chunks", "GET", in_chunks + second, open, "200 close: ok", none, applied,
         second.size()},
        {"answer behind a 204 that has no room for it", "DELETE",
         no_content + "Content-Length: 6\r\n\r\n" + second, open, "204 close:", none, applied},
        {"second answer behind 204", "DELETE", no_content + "\r\n" + second, open, "204 close:", none,
         applied, second.size()},
        {"interim answer behind the answer", "GET", answer + continue_100, open, "200 close: ok", none,
         applied, continue_100.size()},
        {"line end behind the answer", "GET", answer + "\r\n", open, "200 close: ok", none, applied, 2},
        {"byte behind the answer", "GET", answer + "x", open, "200 close: ok", none, applied, 1},
        {"byte behind an error", "POST", "HTTP/1.1 422 x\r\nContent-Length: 2\r\n\r\n{}x", open,
         "422 close: {}", errc::request_refused, rejected, 1},
    };
}

} // namespace

std::string ok(std::string_view fields, std::string_view rest)
{
    return "HTTP/1.1 200 OK\r\n" + std::string(fields) + "\r\n" + std::string(rest);
}

std::string chunked(std::string_view chunks)
{
    return ok("Transfer-Encoding: chunked\r\n", chunks);
}

std::vector<defined_answer> answers_of_a_sound_server()
{
    std::vector<defined_answer> all = interim_answers();
    append(all, answers_without_content());
    append(all, answers_with_a_length());
    append(all, answers_in_chunks());
    append(all, answers_that_end_with_the_stream());
    append(all, words_about_the_connection());
    append(all, answers_with_more_behind_them());
    return all;
}

std::vector<defined_answer> defined_answers()
{
    std::vector<defined_answer> all = answers_of_a_sound_server();
    append(all, answers_to_refuse());
    return all;
}

} // namespace useapi::testing
