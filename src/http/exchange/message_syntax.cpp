#include "http/exchange/message_syntax.hpp"

#include "vocabulary/without_blanks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace useapi::http {
namespace {

// Each field has one owner: the client, its connection, or the framing of the message.
constexpr std::array<std::string_view, 13> reserved_fields = {
    "Host",         "Authorization",     "User-Agent", "Accept",  "Content-Length",
    "Content-Type", "Transfer-Encoding", "TE",         "Trailer", "Connection",
    "Keep-Alive",   "Upgrade",           "Expect"};

constexpr byte_set field_characters([](unsigned char byte) {
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
});

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** Sets the highest bit of each of eight bytes that is a control character. Bits above the lowest set one may
    be wrong. A byte is tested by a subtraction that borrows from its highest bit. */
std::uint64_t find_control_characters(std::uint64_t bytes) noexcept
{
    constexpr std::uint64_t each = 0x0101010101010101;
    constexpr std::uint64_t highest_bits = 0x80 * each;
    const std::uint64_t below_blank = (bytes - 0x20 * each) & ~bytes;
    const std::uint64_t other_than_delete = bytes ^ (0x7f * each);
    const std::uint64_t is_delete = (other_than_delete - each) & ~other_than_delete;
    return (below_blank | is_delete) & highest_bits;
}

error refuse(std::string detail)
{
    return error(errc::invalid_argument).detail(std::move(detail));
}

} // namespace

bool is_token(std::string_view text) noexcept
{
    return !text.empty() && token_characters.leading(text) == text.size();
}

bool is_field_value(std::string_view text) noexcept
{
    return without_blanks(text).size() == text.size() && leading_field_characters(text) == text.size();
}

std::size_t leading_field_characters(std::string_view text) noexcept
{
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof(word) <= text.size(); at += sizeof(word)) {
        std::memcpy(&word, text.data() + at, sizeof(word));
        const std::uint64_t found = find_control_characters(word);
        if (found == 0)
            continue;
        if constexpr (std::endian::native == std::endian::little) {
            const std::size_t first = at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
            if (text[first] != '\t')
                return first;
        }
        break;
    }
    return at + field_characters.leading(text.substr(at));
}

bool is_origin_form(std::string_view target) noexcept
{
    return target.starts_with('/') &&
           std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
}

bool equals_without_case(std::string_view left, std::string_view right) noexcept
{
    return left == right || std::equal(left.begin(), left.end(), right.begin(), right.end(),
                                       [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<error> check(std::span<const field> fields)
{
    for (const field& field : fields) {
        if (!is_token(field.name()))
            return refuse("a field name is not a token");
        if (!is_field_value(field.value()))
            return refuse("the value of field " + field.name() +
                          " holds a character that is not allowed in a field");
        for (std::string_view reserved : reserved_fields)
            if (equals_without_case(field.name(), reserved))
                return refuse("field " + field.name() + " is set by the client itself");
    }
    return std::nullopt;
}

std::optional<error> check(const request& request)
{
    if (!is_token(request.method()))
        return refuse("the request method is not a token");
    if (request.method() == "CONNECT")
        return refuse("the request method CONNECT is not for an origin server");
    // The answer would hold the request with its `Authorization` (RFC 9110 section 9.3.8).
    if (request.method() == "TRACE")
        return refuse("the request method TRACE would send the API token back");
    if (!is_origin_form(request.path()))
        return refuse("the request path must start with '/' and be percent-encoded");
    if (!is_field_value(request.media_type()))
        return refuse("the media type holds a character that is not allowed in a field");
    if (request.method() == "OPTIONS" && !request.body().empty() && request.media_type().empty())
        return refuse("an OPTIONS request with content needs a media type");
    return check(request.fields());
}

} // namespace useapi::http
