#include "cli/doctor/doctor_verdicts.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;
using useapi::errc;
using useapi::error;

wall_time at(std::chrono::seconds since_epoch)
{
    return wall_time(since_epoch);
}

constexpr std::chrono::seconds now_s{1'734'800'000};

useapi::http::peer_certificate certificate_until(std::chrono::seconds from_now)
{
    return {"CN=service", "CN=authority", "service.example", at(now_s - 24h), at(now_s + from_now)};
}

BOOST_AUTO_TEST_SUITE(doctor_verdicts)

BOOST_AUTO_TEST_CASE(failure_tells_how_far_the_connection_came)
{
    BOOST_TEST((how_far(std::nullopt) == reached::service));
    BOOST_TEST((how_far(error(errc::resolve_failed)) == reached::nothing));
    BOOST_TEST((how_far(error(errc::connect_failed)) == reached::addresses));
    BOOST_TEST((how_far(error(errc::proxy_failed)) == reached::peer));
    BOOST_TEST((how_far(error(errc::proxy_refused)) == reached::peer));
    BOOST_TEST((how_far(error(errc::tls_failed)) == reached::tunnel));
    BOOST_TEST((how_far(error(errc::certificate_rejected)) == reached::certificate));
}

struct certificate_case
{
    std::string_view name;
    std::chrono::seconds left;
    std::string_view refusal;
    verdict expected;
    std::string_view hint;
};

BOOST_AUTO_TEST_CASE(certificate_is_judged_by_its_end_and_its_refusal)
{
    const std::vector<certificate_case> cases{
        {"long", 24h * 90, "", verdict::ok, ""},
        {"two weeks", 24h * 14, "", verdict::ok, ""},
        {"a day", 24h, "", verdict::warning, "renewed soon"},
        {"over", -1s, "the certificate expired", verdict::failure, "renew it"},
        {"name", 24h * 90, "name a is not among those (name mismatch)", verdict::failure, "--base-url"},
        {"authority", 24h * 90, "which is not a trusted authority", verdict::failure, "--ca-file"},
    };
    for (const certificate_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const finding found = judge_certificate(certificate_until(each.left), each.refusal, at(now_s));
            BOOST_TEST((found.verdict == each.expected));
            BOOST_TEST(found.hint.find(each.hint) != std::string::npos, found.hint);
            BOOST_TEST(found.facts.size() == 5U);
            BOOST_TEST((found.code == exit_code::unreachable) == (each.expected == verdict::failure));
        }
    }
}

BOOST_AUTO_TEST_CASE(certificate_of_the_future_names_the_clock)
{
    auto shown = certificate_until(24h * 90);
    shown.valid_from = at(now_s + 1h);
    BOOST_TEST(judge_certificate(shown, "is not valid before", at(now_s)).hint == "set this machine's clock");
}

struct clock_case
{
    std::string_view name;
    std::string_view date; ///< empty: none
    verdict expected;
    std::string_view said;
};

BOOST_AUTO_TEST_CASE(clock_is_held_against_the_date)
{
    // now_s is Sat, 21 Dec 2024 16:53:20 GMT; the answer took two seconds.
    const std::vector<clock_case> cases{
        {"same", "Sat, 21 Dec 2024 16:53:20 GMT", verdict::ok, "agrees"},
        {"while it was under way", "Sat, 21 Dec 2024 16:53:22 GMT", verdict::ok, "agrees"},
        {"a little", "Sat, 21 Dec 2024 16:53:32 GMT", verdict::ok, "10 s"},
        {"more", "Sat, 21 Dec 2024 16:53:33 GMT", verdict::warning, "11 s behind"},
        {"at the limit", "Sat, 21 Dec 2024 16:48:20 GMT", verdict::warning, "5 minutes ahead of"},
        {"far behind", "Sat, 21 Dec 2024 17:53:22 GMT", verdict::failure, "60 minutes behind"},
        {"nearly a quarter of an hour", "Sat, 21 Dec 2024 17:08:19 GMT", verdict::failure,
         "15 minutes behind"},
        {"far ahead", "Sat, 21 Dec 2024 06:53:20 GMT", verdict::failure, "10 hours ahead of"},
        {"another form", "Sat Dec 21 16:53:20 2024", verdict::ok, "agrees"},
        {"none", "", verdict::warning, "no Date"},
        {"no date", "yesterday", verdict::warning, "is not a date"},
    };
    for (const clock_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const auto date = each.date.empty() ? std::nullopt : std::optional(each.date);
            const finding found = judge_clock(date, at(now_s), at(now_s + 2s));
            BOOST_TEST((found.verdict == each.expected));
            BOOST_TEST(found.text.find(each.said) != std::string::npos, found.text);
        }
    }
}

struct answer_case
{
    std::string_view name;
    int status;
    std::string_view body;
    errc code;
    verdict expected;
    exit_code ends_with;
};

BOOST_AUTO_TEST_CASE(answer_tells_whether_the_token_is_accepted)
{
    const std::vector<answer_case> cases{
        {"accounts", 200, R"({"a@b.c":{"maxJobs":5}})", errc{}, verdict::ok, exit_code::failed},
        {"none configured", 404, "Configuration not found.", errc::not_found, verdict::ok, exit_code::failed},
        {"none configured, without a word", 404, "\r\n", errc::not_found, verdict::ok, exit_code::failed},
        {"no list", 200, "<html>", errc{}, verdict::failure, exit_code::failed},
        {"wrong path", 404, "<html>", errc::not_found, verdict::failure, exit_code::failed},
        {"refused", 401, "", errc::token_refused, verdict::failure, exit_code::token_refused},
        {"ran out", 402, "", errc::subscription_exhausted, verdict::failure, exit_code::token_refused},
        {"busy", 429, "", errc::rate_limited, verdict::warning, exit_code::failed},
        {"in trouble", 503, "", errc::service_unavailable, verdict::failure, exit_code::unreachable},
    };
    for (const answer_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const finding found =
                judge_token_answer(each.status, each.body, error(each.code).status(each.status));
            BOOST_TEST((found.verdict == each.expected));
            BOOST_TEST((found.code == each.ends_with));
            BOOST_TEST(found.hint.empty() == (each.expected == verdict::ok));
        }
    }
}

BOOST_AUTO_TEST_CASE(places_of_the_subscription_are_told)
{
    const auto runway = [](std::uint64_t total, std::uint64_t in_error) {
        return subscription().is_active(true).places(3).accounts_of(
            "Runway API", account_counts().total(total).in_error(in_error));
    };

    const struct
    {
        std::string_view name;
        result<subscription> held;
        verdict expected;
        std::string_view said;
    } cases[] = {
        {"room", runway(2, 0), verdict::ok, "2 of 3 taken"},
        {"one dead", runway(2, 1), verdict::ok, "2 of 3 taken, 1 by an account in error"},
        {"full", runway(3, 2), verdict::warning, "3 of 3 taken, 2 by accounts in error"},
        {"expired", runway(1, 0).is_active(false), verdict::warning,
         "1 of 3 taken; the subscription is not active"},
        {"places untold", subscription(), verdict::ok, "0 taken"},
        {"not told", error(errc::not_found).status(404), verdict::skipped, "the service does not tell: "},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const finding found = judge_places(each.held);
            BOOST_TEST((found.verdict == each.expected));
            BOOST_TEST(found.text.starts_with(each.said), found.text);
            BOOST_TEST(found.hint.empty() == (each.expected != verdict::warning));
        }
    }
}

BOOST_AUTO_TEST_CASE(ledger_over_a_network_is_warned_of_unless_its_server_is_verified)
{
    const auto link = [](bool is_local, std::string protocol, std::string mode) {
        useapi::bulk::shared_link made;
        made.ledger = "postgresql://db/run";
        made.is_local = is_local;
        made.protocol = std::move(protocol);
        made.sslmode = std::move(mode);
        return judge_link(made);
    };
    BOOST_TEST((link(true, "", "prefer").verdict == verdict::ok));
    BOOST_TEST((link(false, "TLSv1.3", "verify-full").verdict == verdict::ok));
    for (const std::string mode : {"disable", "allow", "prefer", "verify-full"})
        BOOST_TEST((link(false, "", mode).verdict == verdict::warning), mode);
    for (const std::string mode : {"prefer", "require", "verify-ca"}) {
        const finding found = link(false, "TLSv1.3", mode);
        BOOST_TEST((found.verdict == verdict::warning), mode);
        BOOST_TEST(found.text.find("TLSv1.3 (sslmode=" + mode + ")") != std::string::npos, found.text);
        BOOST_TEST(found.hint.find("sslmode=verify-full") != std::string::npos, found.hint);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
