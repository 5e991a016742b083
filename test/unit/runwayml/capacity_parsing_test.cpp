#include "runwayml/capacity_parsing.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(capacity_parsing)

BOOST_AUTO_TEST_CASE(features_with_every_member_are_read)
{
    features read;
    BOOST_TEST(!read_features_answer({}, 200,
                                     R"({"permitted":{"storageGB":100,"numPlanCredits":2250,"more":{}},
        "used":{"storageGB":1.5,"numPlanCredits":"12"},
        "teams":[{"id":17,"name":"Own","currentPlan":null,"planExpiration":null},
                 {"id":"t-9","name":"Paid","currentPlan":"unlimited","planExpiration":"2026-12-24T08:30:00.250Z"},
                 {"currentPlan":{"name":"pro"},"planExpiration":1734858598.864},
                 {"currentPlan":{}},"odd"],"unknown":[1]})",
                                     read)
                    .has_value());
    BOOST_TEST(read.permitted().storage_gb().value() == 100);
    BOOST_TEST(read.permitted().plan_credits().value() == 2250);
    BOOST_TEST(read.used().storage_gb().value() == 1.5);
    BOOST_TEST(read.used().plan_credits().value() == 12);
    BOOST_TEST_REQUIRE(read.teams().size() == 4U);
    BOOST_TEST(read.teams()[0].id() == "17");
    BOOST_TEST(read.teams()[0].name() == "Own");
    BOOST_TEST(!read.teams()[0].plan().has_value());
    BOOST_TEST(!read.teams()[0].plan_ends_at().has_value());
    BOOST_TEST(read.teams()[1].id() == "t-9");
    BOOST_TEST(read.teams()[1].plan().value() == "unlimited");
    const team::time_point ends =
        std::chrono::sys_days(std::chrono::year(2026) / 12 / 24) + 8h + 30min + 250ms;
    BOOST_TEST((read.teams()[1].plan_ends_at() == ends));
    BOOST_TEST(read.teams()[2].plan().value() == "pro");
    BOOST_TEST((read.teams()[2].plan_ends_at() == team::time_point(1734858598864ms)));
    BOOST_TEST(read.teams()[3].plan().value() == "unknown");
}

BOOST_AUTO_TEST_CASE(end_of_a_plan_is_read_in_every_form)
{
    const struct
    {
        const char* text;
        long long expected; ///< ms since the epoch; -1: none
    } cases[] = {
        {R"("2024-12-22")", 1734825600000},
        {R"("2024-12-22T09:09:58")", 1734858598000},
        {R"("2024-12-22T09:09:58Z")", 1734858598000},
        {R"("2024-12-22T09:09:58.8649Z")", 1734858598864},
        {"1734858598", 1734858598000},
        {"1734858598864", 1734858598864},
        {R"("1734858598")", 1734858598000},
        {R"("2024-12-22T09:09:58+01:00")", -1},
        {R"("2024-13-22")", -1},
        {R"("2024-02-30")", -1},
        {R"("2024-12-22T24:00:00Z")", -1},
        {R"("-024-12-22")", -1},
        {R"("soon")", -1},
        {R"("")", -1},
        {"-1", -1},
        {"1e300", -1},
        {"null", -1},
        {"{}", -1},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.text)
        {
            features read;
            const std::string body = R"({"teams":[{"planExpiration":)" + std::string(each.text) + "}]}";
            BOOST_TEST_REQUIRE(!read_features_answer({}, 200, body, read).has_value());
            const auto ends = read.teams().at(0).plan_ends_at();
            BOOST_TEST((ends ? ends->time_since_epoch().count() : -1) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(jobs_are_read_with_their_accounts)
{
    std::vector<job> read;
    BOOST_TEST(
        !read_jobs_answer({}, 200,
                          R"([{"taskId":"user:12-runwayml:a+b@C.de-task:11-22","replyUrl":"https://x.test/",
        "replyRef":"r"},{"taskId":"user:12-runwayml:a+b@c.DE-task:33"},"user:12-runwayml:f@g.hi-task:44",
        {"taskId":"other"}])",
                          read)
             .has_value());
    BOOST_TEST_REQUIRE(read.size() == 4U);
    BOOST_TEST(read[0].task_id() == "user:12-runwayml:a+b@C.de-task:11-22");
    BOOST_TEST(read[0].email() == "a+b@C.de");
    BOOST_TEST(read[0].reply_url() == "https://x.test/");
    BOOST_TEST(read[0].reply_ref() == "r");
    BOOST_TEST(read[2].email() == "f@g.hi");
    BOOST_TEST(read[3].email() == "");
    const auto places = places_in_use(read);
    BOOST_TEST(places.size() == 3U);
    BOOST_TEST((places ==
                std::vector<std::pair<std::string, std::size_t>>{{"", 1}, {"a+b@c.de", 2}, {"f@g.hi", 1}}));
    BOOST_TEST(!read_jobs_answer({}, 200, R"({"jobs":[]})", read).has_value());
    BOOST_TEST(read.empty());
}

BOOST_AUTO_TEST_CASE(email_in_a_task_id_is_what_stands_between_its_marks)
{
    BOOST_TEST(job("user:1-runwayml:a-task:b@c.de-task:u").email() == "a-task:b@c.de");
    BOOST_TEST(job("user:1-runwayml:-task:u").email() == "");
    BOOST_TEST(job("user:1-task:u-runwayml:a@b.cd").email() == "");
    BOOST_TEST(job("user:1-runwayml:a@b.cd").email() == "");
    BOOST_TEST(job("").email() == "");
}

BOOST_AUTO_TEST_CASE(answers_with_nothing_of_what_was_asked_are_refused)
{
    const struct
    {
        const char* body;
        errc features_fail;
        errc jobs_fail;
        errc release_fails; ///< errc{}: a success
    } cases[] = {
        {"", errc::unexpected_content, errc::unexpected_content, errc{}},
        {"{}", errc::unexpected_content, errc::unexpected_content, errc{}},
        {R"([{"replyUrl":"x"}])", errc::unexpected_content, errc::unexpected_content, errc{}},
        {"[7]", errc::unexpected_content, errc::unexpected_content, errc{}},
        {"<html></html>", errc::unexpected_content, errc::unexpected_content, errc{}},
        {R"({"error":"Unauthorized","code":401})", errc::token_refused, errc::token_refused,
         errc::token_refused},
        {R"({"error":"Something"})", errc::unexpected_content, errc::unexpected_content,
         errc::unexpected_content},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.body)
        {
            features found;
            std::vector<job> jobs(1, job("as it was"));
            BOOST_TEST(read_features_answer({}, 200, each.body, found).value_or(error()).code() ==
                       each.features_fail);
            BOOST_TEST(read_jobs_answer({}, 200, each.body, jobs).value_or(error()).code() == each.jobs_fail);
            BOOST_TEST(jobs.size() == 1U);
            const auto released = read_release_answer({}, 200, each.body);
            BOOST_TEST(released.has_value() == (each.release_fails != errc{}));
            if (released)
                BOOST_TEST(released->code() == each.release_fails);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
