#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(raw_requests)

namespace {

using namespace useapi::test;
namespace json = boost::json;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

finished api(const service_run& service, std::vector<std::string> words)
{
    words.insert(words.begin(), "api");
    return run_discreetly(service.command(std::move(words)));
}

const std::string account_path = "/v1/runwayml/accounts/a@example.com";

BOOST_AUTO_TEST_CASE(answer_is_printed_as_json_whatever_its_status)
{
    service_run service;
    const std::string input =
        service.folder().file("account.json", "{\"email\":\"a@example.com\",\"password\":\"" +
                                                  std::string(account_password) + "\",\"maxJobs\":3}\n");
    const finished made = api(service, {"POST", account_path, "--input", input});
    BOOST_TEST(made.code == 0, made.everything());
    BOOST_TEST(json::parse(made.out).at("maxJobs").as_int64() == 3);
    const finished shown = api(service, {"GET", "/v1/runwayml/accounts"});
    BOOST_TEST(shown.code == 0, shown.everything());
    BOOST_TEST(json::parse(shown.out).at("a@example.com").is_object());
    // On a path that is not below the base URL.
    const finished subscription = api(service, {"GET", "/v2/account"});
    BOOST_TEST(subscription.code == 0, subscription.everything());
    BOOST_TEST(json::parse(subscription.out).at("subscriptionIsActive").is_bool());

    const finished missing = api(service, {"GET", "/v1/runwayml/accounts/b@example.com"});
    BOOST_TEST(missing.code == 1, missing.everything());
    BOOST_TEST(!json::parse(missing.out).is_null());
    BOOST_TEST(holds(missing.err, "error: "), missing.err);
    const finished gone = api(service, {"DELETE", account_path});
    BOOST_TEST(gone.code == 0, gone.everything());
    const finished piped = run_discreetly(
        service.command({"api", "POST", account_path, "--input", "-"}).input(read_file(input)));
    BOOST_TEST(piped.code == 0, piped.everything());
}

BOOST_AUTO_TEST_CASE(status_and_header_are_told_on_request)
{
    const service_run service;
    const finished text = api(service, {"GET", "/v2/account", "--include"});
    BOOST_TEST(text.code == 0, text.everything());
    BOOST_TEST(text.out.starts_with("HTTP/1.1 200\n"), text.out);
    BOOST_TEST(holds(text.out, "\nDate: "), text.out);
    BOOST_TEST(json::parse(text.out.substr(text.out.find("\n\n") + 2)).is_object());
    const finished object =
        api(service, {"GET", "/v1/runwayml/accounts/b@example.com", "--include", "--output", "json"});
    BOOST_TEST(object.code == 1, object.everything());
    const json::value said = json::parse(object.out);
    BOOST_TEST(said.at("status").as_int64() == 404);
    BOOST_TEST(said.at("headers").as_object().contains("date"));
    BOOST_TEST(!said.at("body").is_null());
}

BOOST_AUTO_TEST_CASE(exit_code_tells_what_the_status_means)
{
    const temporary_folder folder;
    const service_run refusing({"--accept-tokens", folder.file("tokens", "user:9999-another\n")});
    const finished refused = api(refusing, {"GET", "/v1/runwayml/accounts"});
    BOOST_TEST(refused.code == 3, refused.everything());
    BOOST_TEST(json::parse(refused.out).is_object());
    {
        service_run busy({"--fault", "status=503"});
        BOOST_TEST(api(busy, {"GET", "/v1/runwayml/accounts"}).code == 4);
        // Once: the caller decides what a status means.
        BOOST_TEST(busy.stop_and_count({"GET"}) <= 1U);
    }
    // The message tells the status, not that the request was not sent again.
    const service_run later({"--fault", "status=503,retry-after=1"});
    const finished told = api(later, {"GET", "/v1/runwayml/accounts"});
    BOOST_TEST(holds(told.err, "HTTP 503"), told.err);
    BOOST_TEST(!holds(told.err, "policy"), told.err);
    const service_run page({"--fault", "status=502,body=<html>"});
    const finished shown = api(page, {"GET", "/v1/runwayml/accounts"});
    BOOST_TEST(shown.code == 4, shown.everything());
    BOOST_TEST(json::parse(shown.out).is_string(), shown.out);
}

BOOST_AUTO_TEST_CASE(connection_that_fails_is_followed_by_another_attempt)
{
    service_run service({"--fault", "reset=before-request,nth=1"});
    const finished shown = api(service, {"GET", "/v2/account"});
    BOOST_TEST(shown.code == 0, shown.everything());
    BOOST_TEST(json::parse(shown.out).is_object());
}

BOOST_AUTO_TEST_CASE(answer_that_is_cut_off_is_a_failure)
{
    const service_run service({"--fault", "truncate"});
    const finished cut = api(service, {"GET", "/v2/account", "--timeout", "5"});
    BOOST_TEST(cut.code == 4, cut.everything());
    BOOST_TEST(cut.out.empty(), cut.out);
}

BOOST_AUTO_TEST_CASE(path_begins_at_the_host_whatever_the_base_url_is)
{
    const service_run service;
    const finished shown =
        api(service, {"GET", "/v1/runwayml/accounts", "--base-url", service.base_url() + "/deeper"});
    BOOST_TEST(shown.code <= 1, shown.everything());
    BOOST_TEST(!holds(shown.err, "deeper"), shown.err);
    const finished malformed =
        api(service, {"GET", "/v2/account", "--base-url", service.base_url() + "?x=1"});
    BOOST_TEST(malformed.code == 2, malformed.everything());
}

BOOST_AUTO_TEST_CASE(request_that_is_not_one_is_refused_before_anything_is_sent)
{
    service_run service;
    const std::vector<std::vector<std::string>> wrong{
        {"get", "/v2/account"},
        {"GET", "v2/account"},
        {"GET", "https://elsewhere.test/v2/account"},
        {"GET", "/v2/account\r\nX: y"},
        {"POST", account_path, "--input", service.folder().path("missing.json")},
        {"POST", account_path, "--input", service.folder().file("x", "{}"), "--content-type", "a\r\nb: c"},
        {"GET"}};
    for (const auto& words : wrong)
        BOOST_TEST(api(service, words).code == 2, words.back());
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
