#include "runwayml/account_path.hpp"

#include <array>
#include <cstddef>

namespace useapi::runwayml {
namespace {

/** By the byte, whether a path segment takes it as it is. */
constexpr std::array<bool, 256> may_stand_raw = [] {
    std::array<bool, 256> table{};
    for (const char c :
         std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

} // namespace

void append_account_path(std::string& out, std::string_view email)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    out += "/accounts/";
    std::size_t written = 0;
    for (std::size_t i = 0; i < email.size(); ++i) {
        const auto byte = static_cast<unsigned char>(email[i]);
        if (may_stand_raw[byte])
            continue;
        out.append(email, written, i - written);
        written = i + 1;
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    out.append(email, written);
}

} // namespace useapi::runwayml
