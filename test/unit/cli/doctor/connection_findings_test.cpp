#include "cli/doctor/connection_findings.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(findings_of_a_connection)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace std::chrono_literals;

const wall_time today{1'734'800'000s};

http::origin service_origin()
{
    return http::parse_base_url("https://api.example/v1").value();
}

std::optional<http::proxy> proxy_of(std::string_view url)
{
    return url.empty() ? std::nullopt : std::optional(http::parse_proxy_url(url).value());
}

http::peer_certificate good_certificate()
{
    return {"CN=api.example", "CN=authority", "api.example", today - 24h, today + 24h * 90};
}

/** The result of a probe that ended with this code; 0: a connection to the service. */
probe_result ended_with(int code, bool shows_certificate)
{
    probe_result made;
    made.addresses = {"192.0.2.1", "2001:db8::1"};
    if (code != 0)
        made.connect_failure = error(static_cast<errc>(code)).detail("as the test has it");
    if (shows_certificate)
        made.certificate = good_certificate();
    made.report.peer_address = "192.0.2.1";
    made.report.peer_port = 443;
    made.report.tls_protocol = "TLSv1.3";
    made.report.connecting = 12'900us;
    made.report.handshaking = 34'100us;
    return made;
}

/** `DNS+ TCP-`: the checks in their order, and whether each is a failure. */
std::string shape_of(const std::vector<finding>& found)
{
    std::string text;
    for (const finding& each : found)
        text.append(text.empty() ? "" : " ")
            .append(each.check)
            .append(each.verdict == verdict::failure ? "-" : "+");
    return text;
}

BOOST_AUTO_TEST_CASE(step_that_failed_is_the_last_one_and_those_before_it_are_told)
{
    const struct
    {
        std::string_view name;
        errc code;
        bool shows_certificate;
        std::string_view direct;
        std::string_view through_proxy;
    } cases[] = {
        {"all well", errc{}, true, "DNS+ TCP+ TLS+ certificate+", "DNS+ TCP+ tunnel+ TLS+ certificate+"},
        {"no such name", errc::resolve_failed, false, "DNS-", "DNS-"},
        {"nothing listens", errc::connect_failed, false, "DNS+ TCP-", "DNS+ TCP-"},
        {"no TLS", errc::tls_failed, false, "DNS+ TCP+ TLS-", "DNS+ TCP+ tunnel+ TLS-"},
        {"refused certificate of the service", errc::certificate_rejected, true,
         "DNS+ TCP+ TLS+ certificate-", "DNS+ TCP+ tunnel+ TLS+ certificate-"},
        {"proxy in trouble", errc::proxy_failed, false, "", "tunnel-"},
        {"proxy refuses", errc::proxy_refused, false, "", "tunnel-"},
        {"refused certificate of the proxy", errc::certificate_rejected, false, "DNS+ TCP+ TLS+", "tunnel-"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const probe_result probed = ended_with(static_cast<int>(each.code), each.shows_certificate);
            BOOST_TEST(shape_of(judge_connection(probed, service_origin(), {}, today)) == each.direct);
            const auto through = proxy_of("https://proxy.example:8443");
            BOOST_TEST(shape_of(judge_connection(probed, service_origin(), through, today)) ==
                       each.through_proxy);
        }
    }
}

BOOST_AUTO_TEST_CASE(failure_ends_the_command_with_4_and_says_what_to_do)
{
    const std::vector<std::pair<errc, std::string_view>> cases{
        {errc::resolve_failed, "check the name in --base-url"},
        {errc::connect_failed, "nothing listens there"},
        {errc::proxy_refused, "check the proxy's address and credentials"},
        {errc::tls_failed, "does something else than this service listen"}};
    for (const auto& [code, hint] : cases) {
        const auto found = judge_connection(ended_with(static_cast<int>(code), false), service_origin(),
                                            proxy_of("http://proxy.example:3128"), today);
        BOOST_REQUIRE(!found.empty());
        BOOST_TEST((exit_code_of(found) == exit_code::unreachable));
        BOOST_TEST(found.back().hint.starts_with(hint), found.back().hint);
        BOOST_TEST(found.back().text.find("as the test has it") != std::string::npos, found.back().text);
    }
}

BOOST_AUTO_TEST_CASE(connection_that_was_made_tells_addresses_and_times)
{
    const auto found = judge_connection(ended_with(0, true), service_origin(), {}, today);
    BOOST_REQUIRE(found.size() == 4U);
    BOOST_TEST(found[0].text == "api.example is 192.0.2.1, 2001:db8::1");
    BOOST_TEST(found[1].text == "connected to 192.0.2.1 port 443 in 12 ms");
    BOOST_TEST(found[2].text == "TLSv1.3, handshake in 34 ms");
    probe_result without_names = ended_with(0, true);
    without_names.addresses.clear();
    const auto there = http::parse_base_url("https://192.0.2.1/v1").value();
    BOOST_TEST(judge_connection(without_names, there, {}, today).front().text == "192.0.2.1 is an address");
}

BOOST_AUTO_TEST_CASE(name_that_is_looked_up_is_the_proxys_unless_the_proxy_wants_an_address)
{
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"", "api.example"},
        {"http://proxy.example:1", "proxy.example"},
        {"https://proxy.example:1", "proxy.example"},
        {"socks5h://proxy.example:1", "proxy.example"},
        {"socks5://proxy.example:1", "api.example"}};
    for (const auto& [through, host] : cases)
        BOOST_TEST(name_to_look_up(service_origin(), proxy_of(through)) == host, "through " << through);
}

BOOST_AUTO_TEST_CASE(tunnel_names_its_proxy_without_the_credentials)
{
    const auto found = judge_connection(ended_with(0, true), service_origin(),
                                        proxy_of("http://somebody:hunter22@proxy.example:3128"), today);
    BOOST_REQUIRE(found.size() == 5U);
    BOOST_TEST(found[2].text == "made by proxy.example:3128");
    BOOST_TEST(finding_lines(found, false).find("hunter22") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(refused_certificate_is_told_with_its_reason)
{
    probe_result probed = ended_with(static_cast<int>(errc::certificate_rejected), true);
    const finding told = judge_connection(probed, service_origin(), {}, today).back();
    BOOST_TEST(told.text == "as the test has it");
    BOOST_TEST(told.hint.starts_with("--ca-file"), told.hint);
    // A certificate that was accepted is not blamed for what failed after it.
    probed.connect_failure = error(errc::tls_failed).detail("broken off");
    const auto found = judge_connection(probed, service_origin(), {}, today);
    BOOST_TEST(shape_of(found) == "DNS+ TCP+ TLS- certificate+");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
