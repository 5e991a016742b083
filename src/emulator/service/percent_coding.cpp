#include "emulator/service/percent_coding.hpp"

#include <cstddef>

namespace useapi::emulator {
namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

} // namespace

std::string percent_decoded(std::string_view text, std::string_view kept)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            const auto c = static_cast<char>(high * 16 + low);
            if (high >= 0 && low >= 0 && kept.find(c) == std::string_view::npos) {
                decoded += c;
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

} // namespace useapi::emulator
