#include "http/connect/origin.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace std::string_view_literals;

namespace {

/** The origin as text, such as `name example.com 443 /v1`, or the reason why it is refused. */
std::string read(std::string_view url)
{
    const auto parsed = http::parse_base_url(url);
    if (!parsed) {
        BOOST_TEST((parsed.error().code() == errc::invalid_argument));
        return parsed.error().detail();
    }
    return (parsed->host_is_address ? "address " : "name ") + parsed->host + ' ' +
           std::to_string(parsed->port) + (parsed->path_prefix.empty() ? "" : " ") + parsed->path_prefix;
}

std::string refused(std::string_view url, std::string_view why)
{
    return "base URL '" + std::string(url) + "': " + std::string(why);
}

struct reading
{
    std::string_view url;
    std::string_view expected;
};

} // namespace

BOOST_AUTO_TEST_SUITE(origin)

BOOST_AUTO_TEST_CASE(host_and_port_are_read_as_strictly_as_those_of_a_url)
{
    struct row
    {
        std::string_view host;
        std::uint16_t port;
        std::string_view expected;
    };

    const row rows[] = {
        {"Service.Test", 8443, "service.test 8443 name"},
        {"127.0.0.1", 1, "127.0.0.1 1 address"},
        {"::1", 443, "::1 443 address"},
        {"[::1]", 443, "::1 443 address"},
        {"", 443, R"(":443": has no usable host)"},
        {"a", 0, R"("a:0": the port must be 1 to 65535)"},
        {"a/b", 443, R"("a/b:443": has no usable host)"},
        {"a:1", 443, R"("[a:1]:443": has no usable host)"},
        {"user@a", 443, R"("user@a:443": has no usable host)"},
        {"a b", 443, R"("a b:443": has no usable host)"},
    };
    for (const row& r : rows) {
        const auto parsed = http::parse_host(r.host, r.port);
        const std::string got = parsed ? parsed->host + ' ' + std::to_string(parsed->port) +
                                             (parsed->host_is_address ? " address" : " name")
                                       : parsed.error().detail();
        BOOST_TEST(got == r.expected);
    }
}

BOOST_AUTO_TEST_CASE(base_url_gives_host_port_and_path)
{
    const std::vector<reading> cases = {
        {"https://api.useapi.net/v1/runwayml", "name api.useapi.net 443 /v1/runwayml"},
        {"https://api.useapi.net", "name api.useapi.net 443"},
        {"https://api.useapi.net/", "name api.useapi.net 443"},
        {"https://api.useapi.net/v1//", "name api.useapi.net 443 /v1"},
        {"https://api.useapi.net/a//b/", "name api.useapi.net 443 /a//b"},
        {"https://api.useapi.net/a%20b@c", "name api.useapi.net 443 /a%20b@c"},
        {"HTTPS://API.Useapi.NET/V1", "name api.useapi.net 443 /V1"},
        {"https://localhost:8443", "name localhost 8443"},
        {"https://a-b_c.d:1/x", "name a-b_c.d 1 /x"},
        {"https://a:65535", "name a 65535"},
        {"https://a:0443", "name a 443"},
        {"https://127.0.0.1:8443/v1", "address 127.0.0.1 8443 /v1"},
        {"https://[::1]", "address ::1 443"},
        {"https://[2001:DB8::1]:8443/v1/", "address 2001:db8::1 8443 /v1"},
        {"https://[::ffff:127.0.0.1]", "address ::ffff:127.0.0.1 443"},
        {"https://127.0.0.1.nip.io:8443/a", "name 127.0.0.1.nip.io 8443 /a"},
        {"https://127.0.0.1.nip.io", "name 127.0.0.1.nip.io 443"},
        {"https://1.2.3.4.5", "name 1.2.3.4.5 443"},
        {"https://256.1.1.1", "name 256.1.1.1 443"},
        {"https://1.2.3.4.", "name 1.2.3.4. 443"},
        {"https://api.useapi.net./v1", "name api.useapi.net. 443 /v1"},
        {"https://-a-.b-", "name -a-.b- 443"},
        {"https://a/~!$&'()*+,;=:@-._", "name a 443 /~!$&'()*+,;=:@-._"},
    };
    for (const auto& [url, expected] : cases)
        BOOST_TEST_CONTEXT(url)
        {
            BOOST_TEST(read(url) == expected);
        }
}

BOOST_AUTO_TEST_CASE(base_url_of_another_shape_is_refused)
{
    const std::string_view no_url = "not a URL";
    const std::string_view no_https = "must start with https://";
    const std::string_view no_host = "has no usable host";
    const std::string_view no_port = "the port must be 1 to 65535";
    const std::vector<reading> cases = {
        {"", no_url},
        {"api.useapi.net", no_url},
        {"/v1", no_url},
        {"//api.useapi.net", no_url},
        {"https//a", no_url},
        {" https://a", no_url},
        {"https://a b", no_url},
        {"http://api.useapi.net", no_https},
        {"HTTP://a", no_https},
        {"httpss://a", no_https},
        {"ftp://a", no_https},
        {"https:", no_host},
        {"https:/a", no_host},
        {"https:a", no_host},
        {"https://", no_host},
        {"https:///v1", no_host},
        {"https://:8443", no_host},
        {"https://[v1.x]", no_host},
        {"https://a!b", no_host},
        {"https://a%00b", no_host},
        {"https://a%2fb", no_host},
        {"https://a%3ab", no_host},
        {"https://a%2eb", no_host},
        {"https://127%2e0.0.1", no_host},
        {"https://%61", no_host},
        {"https://%C3%A4.de", no_host},
        {"https://::1", no_host},
        {"https://[a]", no_host},
        {"https://[127.0.0.1]", no_host},
        {"https://a/b^c", no_url},
        {"https://a/%4", no_url},
        {"https://a/%4g", no_url},
        {"https://a/b[c]", "brackets in the path must be percent-encoded"},
        {"https://a:", no_port},
        {"https://a:/v1", no_port},
        {"https://a:0", no_port},
        {"https://a:65536", no_port},
        {"https://a:4294967739", no_port},
        {"https://a:99999999999999999999", no_port},
    };
    for (const auto& [url, why] : cases)
        BOOST_TEST_CONTEXT(url)
        {
            BOOST_TEST(read(url) == refused(url, why));
        }
}

BOOST_AUTO_TEST_CASE(base_url_with_junk_after_its_port_is_refused)
{
    for (const std::string_view url :
         {"https://a:443x", "https://a:443x/v1", "https://a:x", "https://a:-1", "https://a:+443",
          "https://a:8443.evil.test/v1", "https://a:44 3", "https://[::1]x:443", "https://[::1",
          "https://[::1]]", "https://[1.2.3.4]", "https://[fe80::1%25eth0]", "https://::1/"})
        BOOST_TEST_CONTEXT(url)
        {
            BOOST_TEST(!http::parse_base_url(url));
        }
}

BOOST_AUTO_TEST_CASE(base_url_with_a_query_or_fragment_is_refused)
{
    const std::string_view why = "must not have a query or fragment";
    BOOST_TEST(read("https://a/v1/?") == refused("https://a/v1/?...", why));
    BOOST_TEST(read("https://a?key=hidden") == refused("https://a?...", why));
    BOOST_TEST(read("https://a/#") == refused("https://a/#...", why));
}

BOOST_AUTO_TEST_CASE(host_name_that_no_name_server_takes_is_refused)
{
    const std::string label(63, 'a');
    const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'a');
    BOOST_TEST_REQUIRE(longest.size() == 253U);
    for (const std::string& good : {label, longest, longest + '.'})
        BOOST_TEST(read("https://" + good) == "name " + good + " 443");
    for (const std::string& bad :
         {label + 'a', label + "a.b", longest + 'a', longest + "..", "." + longest, std::string("."),
          std::string("a..b"), std::string(".a"), std::string("a..")})
        BOOST_TEST_CONTEXT(bad)
        {
            BOOST_TEST(
                read("https://" + bad)
                    .ends_with(": a host name has at most 253 characters, and 1 to 63 between two dots"));
        }
}

BOOST_AUTO_TEST_CASE(credential_in_a_base_url_is_refused_and_not_shown)
{
    for (const std::string_view url : {"https://user:hidden@a/v1", "https://user@a", "https://@a",
                                       "https://a@b@c", "user:hidden@a", "http://user:hidden@a"}) {
        BOOST_TEST_CONTEXT(url)
        {
            BOOST_TEST(!http::parse_base_url(url));
            BOOST_TEST(read(url).starts_with("base URL '...': "));
            BOOST_TEST(read(url).find("hidden") == std::string::npos);
        }
    }
    BOOST_TEST(read("https://user:hidden@a") == "base URL '...': must not hold a user name or password");
    for (const std::string_view url : {"https://a/v1?key=hidden", "https://a/v1#hidden", "nonsense?hidden"})
        BOOST_TEST_CONTEXT(url)
        {
            BOOST_TEST(read(url).find("hidden") == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(refused_base_url_is_shown_bounded_and_without_controls)
{
    BOOST_TEST(read("https://a\r\nb\x1b[31m") == refused("https://a??b?[31m", "not a URL"));
    BOOST_TEST(read("https://a\0b"sv) == refused("https://a?b", "not a URL"));
    BOOST_TEST(read("https://\xc3\xa4\x7f.de") == refused("https://???.de", "not a URL"));
    BOOST_TEST(read(std::string(10'000, 'x')).size() < 400U);
}

BOOST_AUTO_TEST_CASE(authority_names_what_the_host_field_needs)
{
    const auto authority = [](std::string_view url) { return http::parse_base_url(url).value().authority(); };
    BOOST_TEST(authority("https://a.test/v1") == "a.test");
    BOOST_TEST(authority("https://a.test:443") == "a.test");
    BOOST_TEST(authority("https://a.test:8443") == "a.test:8443");
    BOOST_TEST(authority("https://127.0.0.1:8443") == "127.0.0.1:8443");
    BOOST_TEST(authority("https://[::1]") == "[::1]");
    BOOST_TEST(authority("https://[::1]:8443") == "[::1]:8443");
}

BOOST_AUTO_TEST_SUITE_END()
