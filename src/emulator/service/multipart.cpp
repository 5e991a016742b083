#include "emulator/service/multipart.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace useapi::emulator {
namespace {

constexpr std::string_view crlf = "\r\n";

char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Takes a parameter's value from the front of `text`: a token, or a quoted string whose escapes are decoded.
std::optional<std::string> take_value(std::string_view& text)
{
    std::string value;
    if (!text.starts_with('"')) {
        const auto end = std::min(text.find(';'), text.size());
        value = trim(text.substr(0, end));
        text.remove_prefix(end);
        return value;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        value += text[i];
    }
    return std::nullopt;
}

// The parameter `name` of a header such as `form-data; name="email"`.
std::optional<std::string> parameter(std::string_view header, std::string_view name)
{
    header.remove_prefix(std::min(header.find(';'), header.size()));
    while (!header.empty()) {
        header.remove_prefix(1);
        const auto equals = header.find('=');
        if (equals == std::string_view::npos)
            return std::nullopt;
        const auto key = trim(header.substr(0, equals));
        header.remove_prefix(equals + 1);
        auto value = take_value(header);
        if (!value || equals_ignoring_case(key, name))
            return value;
        header.remove_prefix(std::min(header.find(';'), header.size()));
    }
    return std::nullopt;
}

std::optional<std::string> part_name(std::string_view headers)
{
    while (!headers.empty()) {
        const auto end = headers.find(crlf);
        const auto line = headers.substr(0, end);
        headers.remove_prefix(end == std::string_view::npos ? headers.size() : end + crlf.size());
        const auto colon = line.find(':');
        if (colon == std::string_view::npos ||
            !equals_ignoring_case(line.substr(0, colon), "content-disposition"))
            continue;
        const auto value = trim(line.substr(colon + 1));
        if (!equals_ignoring_case(trim(value.substr(0, value.find(';'))), "form-data"))
            return std::nullopt;
        return parameter(value, "name");
    }
    return std::nullopt;
}

std::optional<std::pair<std::string, std::string>> read_part(std::string_view part)
{
    // A part without a header begins with the blank line, and has no name.
    const auto blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos)
        return std::nullopt;
    auto name = part_name(part.substr(0, blank));
    if (!name)
        return std::nullopt;
    return std::pair(std::move(*name), std::string(part.substr(blank + 2 * crlf.size())));
}

} // namespace

std::variant<form_fields, std::string> parse_multipart(std::string_view content_type, std::string_view body)
{
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70)
        return std::string("multipart/form-data without a usable boundary");

    const std::string opening = "--" + *boundary;
    const std::string delimiter = "\r\n" + opening;
    if (!body.starts_with(opening))
        return std::string("multipart body does not begin with its boundary");
    body.remove_prefix(opening.size());

    form_fields fields;
    while (!body.starts_with("--")) {
        if (!body.starts_with(crlf))
            return std::string("multipart boundary is not followed by a line end");
        body.remove_prefix(crlf.size());
        const auto end = body.find(delimiter);
        if (end == std::string_view::npos)
            return std::string("multipart body has no closing boundary");
        auto part = read_part(body.substr(0, end));
        if (!part)
            return std::string("multipart part without a blank line or a name");
        if (!fields.insert(std::move(*part)).second)
            return std::string("multipart field is given twice");
        body.remove_prefix(end + delimiter.size());
    }
    return fields;
}

} // namespace useapi::emulator
