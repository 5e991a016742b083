#include "cli/output/failure_report.hpp"
#include "unit/cli/printed_by.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(failure_reports)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::effect;
using useapi::errc;
using useapi::error;

/** The lines on standard error about a failure. */
std::string told_of(const error& failure, std::string_view subject = {}, std::string_view advice = {},
                    exit_code expected = exit_code::unreachable)
{
    const printed shown = printed_by(
        [&](console& out) { BOOST_TEST((report_failure(out, failure, subject, advice) == expected)); });
    BOOST_TEST(shown.out.empty());
    return shown.err;
}

BOOST_AUTO_TEST_CASE(hint_follows_the_failures_that_have_one)
{
    struct hinted
    {
        errc code;
        const char* detail;
        exit_code ends_with;
        const char* hint;
    };

    const std::vector<hinted> cases{
        {errc::token_refused, "", exit_code::token_refused,
         "  check USEAPI_TOKEN, or the file named with --token-file\n"},
        {errc::certificate_rejected, "no trusted authority", exit_code::unreachable,
         "  to trust a service with its own authority, such as the emulator, use --ca-file\n"},
        {errc::certificate_rejected, "it has expired", exit_code::unreachable, ""},
        {errc::proxy_failed, "", exit_code::unreachable,
         "  check --proxy, or HTTPS_PROXY, which may hold user:password@ as well; NO_PROXY names hosts to "
         "reach directly\n"},
        {errc::proxy_refused, "", exit_code::unreachable,
         "  check --proxy, or HTTPS_PROXY, which may hold user:password@ as well; NO_PROXY names hosts to "
         "reach directly\n"},
        {errc::unexpected_content, "", exit_code::failed, "  check that --base-url names the service\n"},
        {errc::connect_failed, "", exit_code::unreachable, ""},
        {errc::login_failed, "", exit_code::failed, ""}};
    for (const hinted& each : cases) {
        const error failure = error(each.code).detail(each.detail);
        BOOST_TEST(told_of(failure, {}, {}, each.ends_with) ==
                   "useapi: error: " + failure.message() + '\n' + each.hint);
    }
}

BOOST_AUTO_TEST_CASE(subject_stands_before_the_message_and_the_request_behind_it)
{
    const error failure = error(errc::service_unavailable).status(503).request_id("8f1c-FRA");
    BOOST_TEST(told_of(failure, "user@example.com") ==
               "useapi: error: user@example.com: " + failure.message() +
                   "\n  the service names this request 8f1c-FRA\n");
}

BOOST_AUTO_TEST_CASE(advice_is_given_only_for_an_unknown_effect)
{
    for (const effect each : {effect::none, effect::rejected, effect::unknown}) {
        const error failure = error(errc::connection_lost, each);
        const std::string told = told_of(failure, {}, "look with accounts get");
        BOOST_TEST((told.find("\n  look with accounts get\n") != std::string::npos) ==
                   (each == effect::unknown));
    }
}

BOOST_AUTO_TEST_CASE(texts_of_the_service_cannot_move_the_cursor)
{
    const std::string told = told_of(error(errc::server_failed).status(500).server_error("a\x1b[2Jb"),
                                     "user\x1b[2J@example.com", {}, exit_code::failed);
    BOOST_TEST(told.find('\x1b') == std::string::npos, told);
}

BOOST_AUTO_TEST_CASE(json_gets_the_error_on_standard_output_and_people_on_standard_error)
{
    const printed shown = printed_by(as_json(), [](console& out) {
        report_failure(out, error(errc::not_found, effect::rejected).status(404), {}, {});
    });
    BOOST_TEST(shown.out.starts_with(R"({"error":{"code":"not_found",)"), shown.out);
    BOOST_TEST(shown.err.starts_with("useapi: error: "), shown.err);
}

BOOST_AUTO_TEST_CASE(misuse_and_breakdown_have_codes_of_their_own)
{
    const printed misused = printed_by(as_json(), [](console& out) {
        BOOST_TEST((report_misuse(out, "too many arguments") == exit_code::usage));
    });
    BOOST_TEST(misused.out.starts_with(R"({"error":{"code":"usage","message":"too many arguments")"),
               misused.out);
    BOOST_TEST(misused.err == "useapi: error: too many arguments\n");
    const printed broken = printed_by(as_json(), [](console& out) {
        BOOST_TEST((report_breakdown(out, "out of memory") == exit_code::failed));
    });
    BOOST_TEST(broken.out.starts_with(R"({"error":{"code":"internal","message":"out of memory")"),
               broken.out);
    const printed text = printed_by([](console& out) { report_misuse(out, "no"); });
    BOOST_TEST(text.out.empty());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
