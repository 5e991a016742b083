#include "integration/cli/service_run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::test;
namespace json = boost::json;

// The check of that name; the verdict tells checks of one name apart.
json::object check_of(const finished& ended, std::string_view name, std::string_view verdict)
{
    const json::value all = json::parse(ended.out);
    for (const json::value& each : all.at("checks").as_array())
        if (each.at("check").as_string() == name && each.at("verdict").as_string() == verdict)
            return each.as_object();
    return {};
}

struct sick_case
{
    std::string_view name;
    std::vector<std::string> emulator;
    std::vector<std::string> options;
    std::string_view check;
    std::string_view cause;
    std::string_view hint;
    int code;
};

void check_case(const sick_case& each, const service_run& service)
{
    std::vector<std::string> words{"doctor"};
    words.insert(words.end(), each.options.begin(), each.options.end());
    const finished text = run_discreetly(service.command(words));
    BOOST_TEST(text.code == each.code, text.everything());
    BOOST_TEST(text.out.find("fail  " + std::string(each.check)) != std::string::npos, text.out);
    BOOST_TEST(text.out.find(each.cause) != std::string::npos, text.out);

    const finished as_json = run_discreetly(service.command(words).word("--output").word("json"));
    BOOST_TEST(as_json.code == each.code);
    BOOST_TEST(!json::parse(as_json.out).at("healthy").as_bool());
    const json::object found = check_of(as_json, each.check, "fail");
    BOOST_REQUIRE_MESSAGE(!found.empty(), as_json.out);
    BOOST_TEST(std::string_view(found.at("message").as_string()).find(each.cause) != std::string_view::npos,
               as_json.out);
    BOOST_TEST(std::string_view(found.at("hint").as_string()).find(each.hint) != std::string_view::npos,
               as_json.out);
}

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(sound_service_is_found_healthy_with_0)
{
    const service_run service;
    const finished text = run_discreetly(service.command({"doctor"}));
    BOOST_TEST(text.code == 0, text.everything());
    BOOST_TEST(text.err == "");
    for (const std::string_view line :
         {"ok    token         USEAPI_TOKEN of the environment\n",
          "ok    base URL      https://127.0.0.1:", "ok    authorities   1 in ", "ok    proxy         none\n",
          "ok    DNS           127.0.0.1 is an address\n", "ok    TCP           connected to 127.0.0.1 port ",
          "ok    TLS           TLSv1.3, handshake in ", "ok    certificate   ", "ok    clock         ",
          "ok    API token     accepted; no accounts are configured\n", "ok    places        0 of "})
        BOOST_TEST(text.out.find(line) != std::string::npos, line << "\n" << text.out);
    BOOST_TEST(text.out.find("fail") == std::string::npos);

    const finished as_json = run_discreetly(service.command({"doctor", "--output", "json"}));
    BOOST_TEST(as_json.code == 0);
    BOOST_TEST(json::parse(as_json.out).at("healthy").as_bool());
    const json::object certificate = check_of(as_json, "certificate", "ok");
    BOOST_TEST(certificate.at("facts").at("names").as_string() == "localhost, 127.0.0.1, 0:0:0:0:0:0:0:1");
    BOOST_TEST(certificate.at("facts").at("valid_until").as_string().ends_with("Z"));
}

BOOST_AUTO_TEST_CASE(name_is_looked_up_and_accounts_are_counted)
{
    const service_run service;
    run_discreetly(service.command({"accounts", "upsert", "a@b.com"}));
    std::string url = service.base_url();
    url.replace(url.find("127.0.0.1"), 9, "localhost");
    const finished ended = run_discreetly(service.command({"doctor", "--base-url", url}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(ended.out.find("localhost is ") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("127.0.0.1") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("accepted; 1 accounts are configured") != std::string::npos, ended.out);
}

BOOST_AUTO_TEST_CASE(cause_is_named_with_the_exit_code_for_it)
{
    const service_run other;
    const temporary_folder folder;
    const std::string tokens = folder.file("tokens", "user:9876-somebody-else\n");
    const std::vector<sick_case> cases{
        {"wrong CA",
         {},
         {"--ca-file", other.ca_file()},
         "certificate",
         "not a trusted authority",
         "--ca-file",
         4},
        {"expired certificate", {"--expired-certificate"}, {}, "certificate", "expired on 20", "renew", 4},
        {"wrong host name",
         {"--certificate-host", "other.example"},
         {},
         "certificate",
         "other.example",
         "--base-url",
         4},
        {"closed port",
         {},
         {"--base-url", "https://127.0.0.1:1/v1/runwayml"},
         "TCP",
         "Connection refused",
         "nothing listens",
         4},
        {"unknown host",
         {},
         {"--base-url", "https://nobody.invalid/v1"},
         "DNS",
         "nobody.invalid",
         "check the name",
         4},
        {"refused token", {"--accept-tokens", tokens}, {}, "API token", "refused", "USEAPI_TOKEN", 3},
        {"clock ahead",
         {"--date-offset", "-7200"},
         {},
         "clock",
         "clock skew: this machine's clock is 2 hours ahead",
         "NTP",
         1},
        {"clock behind", {"--date-offset", "900"}, {}, "clock", "behind", "NTP", 1},
        {"wrong path",
         {"--fault", "status=404,body=<html>nothing here</html>"},
         {},
         "API token",
         "the answer comes from a gateway",
         "/v1/runwayml",
         4},
        {"closed proxy",
         {},
         {"--proxy", "http://127.0.0.1:1"},
         "tunnel",
         "proxy 127.0.0.1:1",
         "proxy's address",
         4},
        {"closed SOCKS5 proxy",
         {},
         {"--proxy", "socks5h://127.0.0.1:1"},
         "tunnel",
         "proxy 127.0.0.1:1",
         "proxy's address",
         4},
        {"no HTTP", {"--fault", "garbage"}, {}, "answer", "HTTP", "no usable answer", 4},
    };
    for (const sick_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        check_case(each, service_run(each.emulator));
    }
}

BOOST_AUTO_TEST_CASE(service_in_trouble_is_told_from_a_busy_one)
{
    const service_run busy({"--fault", "status=429"});
    const finished warned = run_discreetly(busy.command({"doctor"}));
    BOOST_TEST(warned.code == 0, warned.everything());
    BOOST_TEST(warned.out.find("warn  API token") != std::string::npos, warned.out);
    const service_run down({"--fault", "status=503"});
    const finished failed = run_discreetly(down.command({"doctor"}));
    BOOST_TEST(failed.code == 4, failed.everything());
    BOOST_TEST(failed.out.find("fail  API token") != std::string::npos, failed.out);
}

BOOST_AUTO_TEST_CASE(missing_token_fails_with_2_and_the_way_is_checked_all_the_same)
{
    const service_run service;
    const finished ended =
        run(command_line({"doctor", "--ca-file", service.ca_file(), "--base-url", service.base_url()}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out.find("fail  token         no API token") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("ok    clock") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("skip  API token") != std::string::npos, ended.out);
}

BOOST_AUTO_TEST_CASE(requests_that_doctor_makes_ask_for_accounts_and_subscription)
{
    service_run service;
    run_discreetly(service.command({"doctor"}));
    BOOST_TEST(service.stop_and_count({"GET", "POST", "DELETE"}) == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
