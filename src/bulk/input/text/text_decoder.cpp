#include "bulk/input/text/text_decoder.hpp"

#include "bulk/input/text/wiped_text.hpp"

#include <useapi/secret.hpp>

#include <cstddef>

namespace useapi::bulk {
namespace {

constexpr std::uint32_t utf16_mark = 0xFEFF;

void append_utf8(std::string& out, std::uint32_t code)
{
    const auto tail = [&out](std::uint32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        tail(code);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | code >> 12);
        tail(code >> 6);
        tail(code);
    } else {
        out += static_cast<char>(0xF0 | code >> 18);
        tail(code >> 12);
        tail(code >> 6);
        tail(code);
    }
}

} // namespace

text_decoder::~text_decoder()
{
    wipe(kept_);
}

bool text_decoder::decode(std::string_view bytes, std::string& out)
{
    if (encoding_ == encoding::utf8) {
        out += bytes;
        return true;
    }
    kept_ += bytes;
    if (encoding_ == encoding::unknown && kept_.size() >= 2)
        recognise();
    if (encoding_ == encoding::utf8) {
        out += kept_;
        wipe(kept_);
        return true;
    }
    return encoding_ == encoding::unknown || decode_utf16(out);
}

bool text_decoder::finish(std::string& out)
{
    if (encoding_ != encoding::unknown && encoding_ != encoding::utf8)
        return kept_.empty() && high_surrogate_ == 0;
    out += kept_;
    wipe(kept_);
    return true;
}

void text_decoder::recognise()
{
    const std::string_view head = kept_;
    const bool has_zero_first = head[0] == '\0' && head[1] != '\0';
    const bool has_zero_second = head[0] != '\0' && head[1] == '\0';
    if (head.starts_with("\xFF\xFE") || has_zero_second)
        encoding_ = encoding::utf16_little;
    else if (head.starts_with("\xFE\xFF") || has_zero_first)
        encoding_ = encoding::utf16_big;
    else
        encoding_ = encoding::utf8;
}

/** @see RFC 2781 section 2.2 */
bool text_decoder::decode_utf16(std::string& out)
{
    const std::size_t high = encoding_ == encoding::utf16_big ? 0 : 1;
    std::size_t at = 0;
    bool is_sound = true;
    // Of two bytes of UTF-16, at most three of UTF-8 are made.
    make_room(out, 3 * (kept_.size() / 2 + 1));
    for (; is_sound && at + 1 < kept_.size(); at += 2) {
        const std::uint32_t unit = static_cast<std::uint32_t>(static_cast<unsigned char>(kept_[at + high]))
                                       << 8 |
                                   static_cast<unsigned char>(kept_[at + 1 - high]);
        const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
        is_sound = is_low == (high_surrogate_ != 0);
        if (is_low)
            append_utf8(out, 0x10000 + ((high_surrogate_ & 0x3FF) << 10 | (unit & 0x3FF)));
        else if ((unit < 0xD800 || unit > 0xDFFF) && unit != utf16_mark)
            append_utf8(out, unit);
        high_surrogate_ = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
    }
    wipe(kept_.data(), at);
    kept_.erase(0, at);
    return is_sound;
}

std::size_t end_of_line(std::string_view text, std::size_t begin) noexcept
{
    const std::size_t at = text.find_first_of("\r\n", begin);
    if (at == std::string_view::npos || text[at] == '\n')
        return at == std::string_view::npos ? at : at + 1;
    // An LF that belongs to this CR may follow.
    if (at + 1 == text.size())
        return std::string_view::npos;
    return text[at + 1] == '\n' ? at + 2 : at + 1;
}

} // namespace useapi::bulk
