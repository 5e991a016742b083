// An answer as it comes from the network. The first line is for the test: `H` if it answers a HEAD, then `e`
// if the stream ends after it, `l` if the stream is lost, or `-`; and then the sizes of the pieces in which
// the answer comes.

#include "client/server_error.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "http/exchange/framing_rules.hpp"
#include "http/exchange/ordinary_header.hpp"
#include "http/exchange/received_message.hpp"
#include "http/exchange/response_reader.hpp"
#include "retry/retry_after.hpp"
#include "runwayml/account_codec.hpp"
#include "vocabulary/utf8.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace useapi;
using fuzz::require;

namespace {

constexpr std::size_t header_limit = 512;
constexpr std::size_t body_limit = 256;
constexpr std::size_t shortest_field = 4;
constexpr std::size_t longest_text = 512;
constexpr std::string_view token = "user:1234-abcdefghijklmnop";

struct plan
{
    bool is_head;
    char ending;
    std::string_view sizes;
};

plan read_plan(std::string_view line)
{
    const bool is_head = line.starts_with('H');
    line.remove_prefix(is_head ? 1 : 0);
    const char ending = line.empty() ? '-' : line[0];
    line.remove_prefix(line.empty() ? 0 : 1);
    return {is_head, ending, line};
}

void feed(http::response_reader& reader, const plan& how, const std::vector<std::string_view>& pieces)
{
    reader.start(how.is_head);
    for (std::string_view piece : pieces)
        while (!piece.empty() && !reader.done()) {
            const auto space = reader.space();
            require(!space.empty() && space.size() <= header_limit,
                    "there is room, and not beyond the limit");
            const std::size_t size = std::min(space.size(), piece.size());
            std::memcpy(space.data(), piece.data(), size);
            reader.on_bytes(size);
            piece.remove_prefix(size);
        }
    if (how.ending == 'e')
        reader.on_end();
    else if (how.ending == 'l')
        reader.on_lost();
}

bool is_known(error_code ec)
{
    return ec == errc::connection_lost || ec == errc::malformed_response || ec == errc::header_too_large ||
           ec == errc::body_too_large;
}

void check(const http::response_reader& reader, const plan& how)
{
    require(reader.body().size() <= body_limit, "a body keeps within its limit");
    require(!reader.done() || !reader.error() || is_known(reader.error()), "a failure is one of four");
    if (!reader.done() || reader.error()) {
        require(!reader.keeps_connection(), "what failed keeps no connection");
        require(reader.done() || how.ending == '-' || (how.ending != 'e' && how.ending != 'l'),
                "the end of the stream is the end of the answer");
        return;
    }
    require((reader.status() >= 200 && reader.status() <= 999) || reader.status() == 101,
            "an answer is a final one");
    require(!reader.cut_short_by() || (reader.status() >= 300 && is_known(reader.cut_short_by())),
            "a refusal alone may lack a part of its content");
    require(!reader.cut_short_by() || !reader.keeps_connection(), "what is cut short keeps no connection");
    const bool has_no_content = how.is_head || reader.status() == 204 || reader.status() == 304;
    require(!has_no_content || reader.body().empty(), "what has no content has no body");
    const http::response copied = reader.copy();
    require(copied.fields().size() <= header_limit / shortest_field, "fields keep within their limit");
    require(copied.status() == reader.status() && copied.body() == reader.body(), "a copy is the same");
    for (const http::field& field : copied.fields())
        require(reader.find(field.name()).has_value(), "a field that came is found");
}

/** A reader sees bytes after the end only if they come together with it. In everything else the readers
    agree. */
void require_same(const http::response_reader& whole, const http::response_reader& cut)
{
    require(whole.done() == cut.done() && whole.error() == cut.error() &&
                whole.cut_short_by() == cut.cut_short_by(),
            "an answer comes to the same end however it is cut");
    if (!whole.done() || whole.error())
        return;
    require(whole.status() == cut.status() && whole.body() == cut.body(),
            "the same answer comes of the same bytes however they are cut");
    require(cut.keeps_connection() || !whole.keeps_connection(), "a connection is kept however it is cut");
}

/** Fields under their names in small letters, those of one name in their order: Beast puts them side by side.
 */
using fields_by_name = std::multimap<std::string, std::string>;

void add(fields_by_name& fields, std::string_view name, std::string_view value)
{
    std::string small(name);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    fields.emplace(std::move(small), std::string(name).append(":").append(value));
}

/** `read_ordinary_header` takes no header that Beast's parser reads differently. */
void compare_with_beast(std::string_view bytes)
{
    const std::string_view allowed = bytes.substr(0, header_limit);
    http::received_message message;
    message.borrow_header(allowed);
    const auto ordinary = http::read_ordinary_header(allowed, message);
    if (!ordinary)
        return require(message.field_count() == 0 && message.status() == 0,
                       "what is left, is left as it was");
    const http::extent header = http::response_header_extent(allowed);
    require(header.is_complete() && header.size() == ordinary->size,
            "an ordinary header ends with its empty line");
    const std::string_view text = bytes.substr(0, header.size());

    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.body_limit(boost::none);
    boost::beast::error_code ec;
    require(parser.put(boost::asio::buffer(text), ec) == text.size() && !ec && parser.is_header_done(),
            "an ordinary header is well-formed");
    const auto& fields = parser.get();
    require(static_cast<unsigned>(message.status()) == fields.result_int(), "both read the same status");
    require(parser.content_length() == ordinary->content_length && !parser.chunked() && !parser.need_eof(),
            "both read the same length");
    require(parser.keep_alive() && !parser.upgrade(), "an ordinary header keeps its connection");
    fields_by_name theirs;
    for (const auto& field : fields)
        add(theirs, {field.name_string().data(), field.name_string().size()},
            {field.value().data(), field.value().size()});
    fields_by_name ours;
    const http::response copied = message.copy();
    for (const http::field& field : copied.fields())
        add(ours, field.name(), field.value());
    require(theirs == ours, "both read the same fields");
}

/** Decodes an answer as a call does. */
void decode(const http::response_reader& reader)
{
    if (!reader.done() || reader.error())
        return;
    if (const auto field = reader.find("Retry-After"))
        (void)retry::parse_retry_after(*field, reader.find("Date"),
                                       std::chrono::sys_days(std::chrono::year(2024) / 12 / 22));
    if (reader.status() >= 200 && reader.status() < 300) {
        runwayml::account read;
        (void)runwayml::parse_account(reader.body(), "asked@example.com", read);
        return;
    }
    static constexpr std::array secrets{token};
    const server_error said = read_server_error(reader.status(), reader.body(), secrets);
    for (const std::string& text : {said.error, said.details}) {
        require(text.size() <= longest_text, "what a server says is bounded");
        require(find_invalid_utf8(text) == std::string_view::npos, "what a server says is UTF-8");
        require(
            std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }),
            "what a server says is printable");
        require(text.find(token) == std::string::npos, "a token is blotted out");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // One for all inputs, as a connection has it: nothing of one answer may show in the next.
    static http::response_reader used(header_limit, body_limit);

    fuzz::input from(data, size);
    const plan how = read_plan(from.line());
    feed(used, how, fuzz::pieces(from.rest(), how.sizes));
    check(used, how);

    http::response_reader whole(header_limit, body_limit);
    feed(whole, how, fuzz::pieces(from.rest(), {}));
    check(whole, how);
    decode(whole);
    require_same(whole, used);
    compare_with_beast(from.rest());

    feed(used, how, fuzz::pieces(from.rest(), "0"));
    check(used, how);
    require_same(whole, used);
    return 0;
}
