#include "http/exchange/ordinary_header.hpp"

#include "http/exchange/keep_alive.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/exchange/received_message.hpp"
#include "vocabulary/byte_set.hpp"
#include "vocabulary/without_blanks.hpp"

#include <algorithm>

namespace useapi::http {
namespace {

constexpr std::string_view version = "HTTP/1.1 ";
constexpr std::string_view line_end = "\r\n";

// A number of so many digits overflows on no machine. Beast's parser reads a greater one.
constexpr std::size_t most_length_digits = 9;

constexpr byte_set digits([](unsigned char byte) { return byte >= '0' && byte <= '9'; });

std::string_view take(std::string_view& text, std::size_t size) noexcept
{
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

bool take(std::string_view& text, std::string_view prefix) noexcept
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/** The status, if it is one of an answer with content. */
std::optional<int> take_status_line(std::string_view& header) noexcept
{
    if (!take(header, version))
        return std::nullopt;
    const std::string_view code = take(header, digits.leading(header));
    if (code.size() != 3)
        return std::nullopt;
    const int status = 100 * (code[0] - '0') + 10 * (code[1] - '0') + (code[2] - '0');
    if (status < 200 || status > 599 || status == 204 || status == 304)
        return std::nullopt;
    if (!header.starts_with(' '))
        return std::nullopt;
    take(header, leading_field_characters(header));
    if (!take(header, line_end))
        return std::nullopt;
    return status;
}

std::optional<std::size_t> parse_length(std::string_view value) noexcept
{
    if (value.empty() || value.size() > most_length_digits || digits.leading(value) != value.size())
        return std::nullopt;
    std::size_t length = 0;
    for (const char digit : value)
        length = 10 * length + static_cast<std::size_t>(digit - '0');
    return length;
}

class fields_reader
{
public:
    explicit fields_reader(received_message& into) : into_(into) {}

    /** Takes all lines up to the empty one, including that. */
    bool take_all(std::string_view& header)
    {
        while (!take(header, line_end)) {
            const std::string_view name = take(header, token_characters.leading(header));
            if (name.empty() || !take(header, ":"))
                return false;
            const std::string_view value = without_blanks(take(header, leading_field_characters(header)));
            if (!take(header, line_end) || !note(name, value))
                return false;
            into_.add_field(name, value);
        }
        return has_length_;
    }

    const ordinary_header& said() const noexcept { return said_; }

private:
    /** Only names of these sizes matter. */
    bool note(std::string_view name, std::string_view value)
    {
        switch (name.size()) {
        case std::string_view("Content-Length").size():
            return !equals_without_case(name, "Content-Length") || note_length(value);
        case std::string_view("Connection").size():
            static_assert(std::string_view("Connection").size() == std::string_view("Keep-Alive").size());
            if (equals_without_case(name, "Keep-Alive"))
                note_keep_alive(value);
            return !equals_without_case(name, "Connection") || equals_without_case(value, "keep-alive");
        case std::string_view("Upgrade").size():
            return !equals_without_case(name, "Upgrade");
        case std::string_view("Proxy-Connection").size():
            return !equals_without_case(name, "Proxy-Connection");
        case std::string_view("Transfer-Encoding").size():
            return !equals_without_case(name, "Transfer-Encoding");
        default:
            return true;
        }
    }

    bool note_length(std::string_view value) noexcept
    {
        const auto length = parse_length(value);
        if (!length || has_length_)
            return false;
        said_.content_length = *length;
        has_length_ = true;
        return true;
    }

    void note_keep_alive(std::string_view value) noexcept
    {
        // If there are two fields, the more cautious one counts.
        if (const auto timeout = parse_keep_alive(value))
            said_.keep_alive_timeout = std::min(*timeout, said_.keep_alive_timeout.value_or(*timeout));
    }

    received_message& into_;
    ordinary_header said_;
    bool has_length_ = false;
};

} // namespace

std::optional<ordinary_header> read_ordinary_header(std::string_view bytes, received_message& into)
{
    std::string_view left = bytes;
    const auto status = take_status_line(left);
    if (!status)
        return std::nullopt;
    fields_reader fields(into);
    if (!fields.take_all(left)) {
        into.clear_fields();
        return std::nullopt;
    }
    into.status(*status);
    ordinary_header said = fields.said();
    said.size = bytes.size() - left.size();
    return said;
}

} // namespace useapi::http
