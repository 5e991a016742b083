// From an email to the path of its account, and back.

#include "accounts/account_path.hpp"
#include "emulator/service/route.hpp"
#include "fuzz/property.hpp"
#include "http/exchange/message_syntax.hpp"

#include <useapi/runwayml/validate.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace useapi;
using fuzz::require;

namespace {

constexpr std::string_view prefix = "/accounts/";
constexpr std::string_view hexadecimal_digits = "0123456789ABCDEF";

/** Whether RFC 3986 section 3.3 allows the character in a path segment without encoding. */
bool is_raw_path_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

std::string decode(std::string_view segment)
{
    std::string decoded;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (segment[i] != '%') {
            require(is_raw_path_character(segment[i]), "a path holds nothing that RFC 3986 forbids");
            decoded += segment[i];
            continue;
        }
        require(i + 2 < segment.size(), "a percent sign has two digits behind it");
        const auto high = hexadecimal_digits.find(segment[i + 1]);
        const auto low = hexadecimal_digits.find(segment[i + 2]);
        require(high != std::string_view::npos && low != std::string_view::npos,
                "a percent sign has two digits in capitals behind it");
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string email(reinterpret_cast<const char*>(data), size);
    std::string path;
    runwayml::append_account_path(path, email);
    require(path.starts_with(prefix), "a path begins with /accounts/");
    require(http::is_origin_form(path), "a path can stand in a request line");
    require(decode(std::string_view(path).substr(prefix.size())) == email, "a path decodes to its email");

    if (!runwayml::validate_email(email)) {
        require(path.find("%40") == std::string::npos && path.find("%2B") == std::string::npos,
                "what the service does not decode stays raw");
        const auto found = emulator::parse_target("/v1/runwayml" + path);
        require(found.target == emulator::endpoint::one_account && found.email == email,
                "the service finds the account of a valid email");
    }
    return 0;
}
