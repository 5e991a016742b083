#include "accounts/account_path.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

std::string path_of(std::string_view email)
{
    std::string path;
    useapi::runwayml::append_account_path(path, email);
    return path;
}

} // namespace

BOOST_AUTO_TEST_SUITE(account_paths)

BOOST_AUTO_TEST_CASE(account_path_leaves_raw_what_a_segment_may_hold)
{
    struct row
    {
        const char* email;
        const char* path;
    };

    const row rows[] = {
        {"user@example.com", "/accounts/user@example.com"},
        {"first+tag@example.com", "/accounts/first+tag@example.com"},
        {"a!$&'*=~_-.b@c.de", "/accounts/a!$&'*=~_-.b@c.de"},
        {"a%40b@c.de", "/accounts/a%2540b@c.de"},
        {"a{b}|c^d`e@f.gh", "/accounts/a%7Bb%7D%7Cc%5Ed%60e@f.gh"},
        {"a/b?c#d e@f", "/accounts/a%2Fb%3Fc%23d%20e@f"},
        {"\xC3\xA4@f", "/accounts/%C3%A4@f"},
        {"\r\n@f", "/accounts/%0D%0A@f"},
    };
    for (const row& r : rows)
        BOOST_TEST(path_of(r.email) == r.path);
}

BOOST_AUTO_TEST_CASE(account_path_of_any_byte_is_as_rfc_3986_has_it)
{
    const std::string pchar =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@";
    for (int value = 0; value < 256; ++value) {
        const std::string byte(1, static_cast<char>(value));
        char encoded[4];
        std::snprintf(encoded, sizeof encoded, "%%%02X", static_cast<unsigned>(value));
        const bool is_raw = pchar.find(byte) != std::string::npos;
        BOOST_TEST(path_of("a" + byte + "@b") == "/accounts/a" + (is_raw ? byte : encoded) + "@b");
    }
}

BOOST_AUTO_TEST_SUITE_END()
