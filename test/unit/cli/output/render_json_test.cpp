#include "cli/output/render_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;
using useapi::errc;

account_view ordinary()
{
    account_view view;
    view.email = "user@example.com";
    view.max_jobs = 5;
    view.token_expires_at = useapi::runwayml::jwt::time_point(1734858598864ms);
    view.state = "ok";
    return view;
}

constexpr std::string_view ordinary_object =
    R"({"email":"user@example.com","maxJobs":5,"useWorkspace":null,"token_issued_at":null,)"
    R"("token_expires_at":"2024-12-22T09:09:58.864Z","state":"ok","error":null})";

BOOST_AUTO_TEST_SUITE(render_json)

BOOST_AUTO_TEST_CASE(account_json_of_an_account_has_the_documented_shape)
{
    BOOST_TEST(account_json(ordinary()) == "{\"account\":" + std::string(ordinary_object) + "}\n");
    BOOST_TEST(accounts_json({ordinary()}) == "{\"accounts\":[" + std::string(ordinary_object) + "]}\n");
    BOOST_TEST(accounts_json({}) == "{\"accounts\":[]}\n");
    BOOST_TEST(deleted_json("user@example.com") == "{\"deleted\":\"user@example.com\"}\n");
}

BOOST_AUTO_TEST_CASE(error_json_of_an_error_has_the_documented_shape)
{
    const auto failure = useapi::error(errc::credentials_refused, useapi::effect::rejected)
                             .status(401)
                             .server_error("Wrong username/password combination.")
                             .attempts(1)
                             .elapsed(532ms);
    const std::string_view refused =
        R"_({"error":{"code":"credentials_refused","message":"the account's email or password is wrong )_"
        R"_((HTTP 401: \"Wrong username/password combination.\")","effect":"rejected","status":401,)_"
        R"_("attempts":1,"elapsed_ms":532}})_";
    const std::string_view misused =
        R"({"error":{"code":"usage","message":"too many arguments","effect":"none","status":0,"attempts":0,)"
        R"("elapsed_ms":0}})";
    BOOST_TEST(error_json(failure) == std::string(refused) + '\n');
    BOOST_TEST(
        error_json(
            useapi::error(errc::rate_limited).status(429).retry_after(1500ms).request_id("8f1c-FRA")) ==
        R"_({"error":{"code":"rate_limited","message":"the service asks for a pause (HTTP 429)","effect":)_"
        R"_("none","status":429,"attempts":0,"elapsed_ms":0,"retry_after_ms":1500,"request_id":"8f1c-FRA"}})_"
        "\n");
    BOOST_TEST(error_json("usage", "too many arguments") == std::string(misused) + '\n');
}

BOOST_AUTO_TEST_CASE(json_of_text_that_is_not_utf8_is_json)
{
    account_view view = ordinary();
    view.error = "cut \xe2\x82";
    const auto failure = useapi::error(errc::server_failed).status(500).server_error("cut \xe2\x82\n");
    BOOST_CHECK_NO_THROW(boost::json::parse(account_json(view)));
    BOOST_CHECK_NO_THROW(boost::json::parse(error_json(failure)));
    BOOST_CHECK_NO_THROW(boost::json::parse(deleted_json("\xff\"\n")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
