#include "http/connect/proxy/proxy.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(proxy)

using namespace useapi;
using namespace std::string_view_literals;

namespace {

/** The proxy as text, such as `name proxy.example 3128 Basic ...`, or the reason why it is refused. A proxy
    other than an HTTP proxy has its kind in front. */
std::string read(std::string_view url)
{
    const auto parsed = http::parse_proxy_url(url);
    if (!parsed) {
        BOOST_TEST((parsed.error().code() == errc::invalid_argument));
        return parsed.error().detail();
    }
    static constexpr const char* kinds[] = {"", "https ", "socks5 ", "socks5h "};
    std::string text = kinds[static_cast<std::size_t>(parsed->kind)];
    text +=
        (parsed->host_is_address ? "address " : "name ") + parsed->host + ' ' + std::to_string(parsed->port);
    if (!parsed->authorization.empty())
        text.append(" ").append(parsed->authorization.reveal());
    return text;
}

constexpr std::string_view known_schemes =
    "only http://, https://, socks5:// and socks5h:// proxies are supported";
constexpr std::string_view socks_limits =
    "SOCKS5 takes a user of 1 to 255 bytes, and a password of at most 255";

http::origin origin_of(std::string_view base_url)
{
    return http::parse_base_url(base_url).value();
}

std::map<std::string, std::string>& environment()
{
    static std::map<std::string, std::string> variables;
    return variables;
}

char* lookup(const char* name)
{
    const auto found = environment().find(name);
    return found == environment().end() ? nullptr : found->second.data();
}

} // namespace

BOOST_AUTO_TEST_CASE(url_gives_host_port_and_credentials)
{
    struct row
    {
        std::string_view url;
        std::string_view expected;
    };

    const std::vector<row> rows = {
        {"http://proxy.example:3128", "name proxy.example 3128"},
        {"http://proxy.example:3128/", "name proxy.example 3128"},
        {"HTTP://Proxy.Example", "name proxy.example 80"},
        {"proxy.example:8080", "name proxy.example 8080"},
        {" http://10.0.0.1:3128\n", "address 10.0.0.1 3128"},
        {"http://[2001:DB8::1]:3128", "address 2001:db8::1 3128"},
        {"http://[::1]", "address ::1 80"},
        {"http://user:pass@proxy.example:3128", "name proxy.example 3128 Basic dXNlcjpwYXNz"},
        {"http://user:p%40ss%3a%2F@proxy.example", "name proxy.example 80 Basic dXNlcjpwQHNzOi8="},
        {"http://user@proxy.example", "name proxy.example 80 Basic dXNlcjo="},
        {"http://user:p@ss@proxy.example", "name proxy.example 80 Basic dXNlcjpwQHNz"},
        {"http://:@proxy.example", "name proxy.example 80 Basic Og=="},
        {"socks5://proxy.example", "socks5 name proxy.example 1080"},
        {"SOCKS5H://[::1]:9050", "socks5h address ::1 9050"},
        {"socks5h://user:p%40ss@proxy.example", "socks5h name proxy.example 1080 \x01\x04user\x04p@ss"},
        {"socks5://us%3aer@proxy.example", "socks5 name proxy.example 1080 \x01\x05us:er\0"sv},
        {"socks5://:pass@proxy.example", socks_limits},
        {"https://proxy.example", "https name proxy.example 443"},
        {"HTTPS://user:pass@[::1]:3129", "https address ::1 3129 Basic dXNlcjpwYXNz"},
        {"socks4://proxy.example", known_schemes},
        {"socks://user:pass@proxy.example", known_schemes},
        {"http://user:p%4@proxy.example", "the user or password is not properly percent-encoded"},
        {"http://user:p%0d%0a@proxy.example", "the user or password is not properly percent-encoded"},
        {"http://us%3aer:pass@proxy.example", "the user or password is not properly percent-encoded"},
        {"http://proxy.example/path", "must not have a path, query or fragment"},
        {"http://proxy.example?x", "must not have a path, query or fragment"},
        {"http://proxy.example:0", "the port must be 1 to 65535"},
        {"http://proxy.example:65536", "the port must be 1 to 65535"},
        {"http://proxy.example:80x", "the port must be 1 to 65535"},
        {"http://proxy.example:", "the port must be 1 to 65535"},
        {"http://", "has no usable host"},
        {"http://pro xy", "has no usable host"},
        {"http://[::1", "has no usable host"},
        {"http://[fe80::1%\teth0]", "has no usable host"},
        {"http://[::1]x", "has no usable host"},
        {"http://[proxy.example]", "has no usable host"},
        {"http://proxy..example", "a host name has at most 253 characters, and 1 to 63 between two dots"},
        {"http://.", "a host name has at most 253 characters, and 1 to 63 between two dots"},
        {"", "has no usable host"},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.url)
    BOOST_TEST(read(r.url) == r.expected);
}

BOOST_AUTO_TEST_CASE(names_and_credentials_have_limits)
{
    const std::string label(63, 'a');
    BOOST_TEST(read("http://" + label + ".example") == "name " + label + ".example 80");
    BOOST_TEST(read("http://a" + label + ".example") ==
               "a host name has at most 253 characters, and 1 to 63 between two dots");
    BOOST_TEST(read("http://u:" + std::string(8190, 'p') + "@a").starts_with("name a 80 Basic dTpw"));
    BOOST_TEST(read("http://u:" + std::string(8191, 'p') + "@a") ==
               "the user and password have more than 8192 characters together");
    const std::string longest(255, 'u');
    BOOST_TEST(read("socks5://" + longest + ":" + longest + "@a") ==
               "socks5 name a 1080 \x01\xff" + longest + "\xff" + longest);
    BOOST_TEST(read("socks5://u" + longest + ":p@a") == socks_limits);
    BOOST_TEST(read("socks5://u:p" + longest + "@a") == socks_limits);
}

BOOST_AUTO_TEST_CASE(proxy_is_shown_with_its_scheme_and_without_credentials)
{
    for (const char* const url :
         {"http://me:hunter2@proxy.example:3128", "https://me:hunter2@proxy.example:443",
          "socks5://me:hunter2@[::1]:1080", "socks5h://me:hunter2@127.0.0.1:9050"}) {
        std::string shown = url;
        shown.erase(shown.find("me:"), std::string_view("me:hunter2@").size());
        BOOST_TEST(http::parse_proxy_url(url)->url() == shown);
    }
}

BOOST_AUTO_TEST_CASE(refusal_repeats_nothing_of_a_url)
{
    for (const char* url : {"ftp://user:hunter2@proxy.example", "http://user:hunter2%4@proxy.example",
                            "http://user:hunter2@proxy.example:99999", "http://user:hunter2@",
                            "socks5://:hunter2@proxy.example"}) {
        BOOST_TEST_CONTEXT(url)
        BOOST_TEST(read(url).find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(exceptions_name_hosts_in_the_usual_forms)
{
    struct row
    {
        std::string_view list;
        std::string_view base_url;
        bool excepted;
    };

    const std::vector<row> rows = {
        {"", "https://api.example.com", false},
        {"*", "https://api.example.com", true},
        {"api.example.com", "https://api.example.com", true},
        {"API.Example.COM.", "https://api.example.com", true},
        {"example.com", "https://api.example.com", true},
        {"example.com", "https://api.example.com.", true},
        {".example.com", "https://api.example.com", true},
        {".example.com", "https://example.com", true},
        {"*.example.com", "https://api.example.com", true},
        {"ample.com", "https://api.example.com", false},
        {"other.com, example.com", "https://api.example.com", true},
        {"other.com example.com", "https://api.example.com", true},
        {",, ,example.com,", "https://api.example.com", true},
        {"example.com:443", "https://api.example.com", true},
        {"example.com:443", "https://api.example.com:8443", false},
        {"example.com:8443", "https://api.example.com:8443", true},
        {"example.com:x", "https://api.example.com", false},
        {"10.1.2.3", "https://10.1.2.3", true},
        {"10.1.2.3:443", "https://10.1.2.3", true},
        {"10.1.2.3:444", "https://10.1.2.3", false},
        {"10.1.2.4", "https://10.1.2.3", false},
        {"10.0.0.0/8", "https://10.1.2.3", true},
        {"10.9.9.9/8", "https://10.1.2.3", true},
        {"10.0.0.0/16", "https://10.1.2.3", false},
        {"10.0.0.0/33", "https://10.1.2.3", false},
        {"0.0.0.0/0", "https://10.1.2.3", true},
        {"10.0.0.0/8", "https://api.example.com", false},
        {"fd00::/8", "https://[fd12::1]", true},
        {"fd00::/8", "https://[fe80::1]", false},
        {"fd00::/8", "https://10.1.2.3", false},
        {"fd12::1", "https://[fd12::1]", true},
        {"[fd12::1]:443", "https://[fd12::1]", true},
        {"[fd12:0::1]", "https://[fd12::1]", true},
        {"2.3", "https://10.1.2.3", false},
        {".", "https://api.example.com", false},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.list << " for " << r.base_url)
    BOOST_TEST(http::is_excepted(r.list, origin_of(r.base_url)) == r.excepted);
}

BOOST_AUTO_TEST_CASE(option_goes_before_environment_and_lower_case_before_upper)
{
    struct row
    {
        const char* name;
        http::proxy_options options;
        std::map<std::string, std::string> variables;
        std::string_view base_url;
        std::string_view chosen; ///< a host; empty for none
    };

    const http::proxy_options by_environment;
    const http::proxy_options by_option(secret("http://option.example:3128"));
    const std::string_view far = "https://api.example.com";
    const std::vector<row> rows = {
        {"nothing said", by_environment, {}, far, ""},
        {"upper case", by_environment, {{"HTTPS_PROXY", "http://upper.example"}}, far, "upper.example"},
        {"both cases",
         by_environment,
         {{"HTTPS_PROXY", "http://upper.example"}, {"https_proxy", "http://lower.example"}},
         far,
         "lower.example"},
        {"set to nothing", by_environment, {{"HTTPS_PROXY", ""}}, far, ""},
        {"excepted",
         by_environment,
         {{"HTTPS_PROXY", "http://upper.example"}, {"NO_PROXY", "example.com"}},
         far,
         ""},
        {"loopback address",
         by_environment,
         {{"HTTPS_PROXY", "http://upper.example"}},
         "https://127.0.0.1",
         ""},
        {"localhost",
         by_environment,
         {{"HTTPS_PROXY", "http://upper.example"}},
         "https://localhost:8443",
         ""},
        {"localhost with a dot at its end",
         by_environment,
         {{"HTTPS_PROXY", "http://upper.example"}},
         "https://localhost.:8443",
         ""},
        {"option", by_option, {{"HTTPS_PROXY", "http://upper.example"}}, far, "option.example"},
        {"option for loopback", by_option, {}, "https://127.0.0.1", "option.example"},
        {"option takes no exception from the environment",
         by_option,
         {{"NO_PROXY", "*"}},
         far,
         "option.example"},
        {"option with its own exception", http::proxy_options(by_option).except("example.com"), {}, far, ""},
        {"exception in place of the environment's",
         http::proxy_options().except("other.example"),
         {{"HTTPS_PROXY", "http://upper.example"}, {"NO_PROXY", "*"}},
         far,
         "upper.example"},
        {"none at all", http::proxy_options::none(), {{"HTTPS_PROXY", "http://upper.example"}}, far, ""},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            environment() = r.variables;
            const auto chosen = http::choose_proxy(r.options, origin_of(r.base_url), lookup);
            BOOST_TEST_REQUIRE(chosen.has_value());
            BOOST_TEST((*chosen ? (*chosen)->host : "") == r.chosen);
        }
    }
}

BOOST_AUTO_TEST_CASE(refusal_names_the_variable)
{
    environment() = {{"HTTPS_PROXY", "socks4://user:hunter2@proxy.example"}};
    const auto refused =
        http::choose_proxy(http::proxy_options(), origin_of("https://api.example.com"), lookup);
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().detail() == "HTTPS_PROXY: " + std::string(known_schemes));
}

BOOST_AUTO_TEST_SUITE_END()
