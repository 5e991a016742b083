#include "bulk/input/account_limits.hpp"
#include "bulk/input/csv_reader.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/ndjson_reader.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/bulk/scenario.hpp"
#include "unit/bulk/temporary_file.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

namespace {

input_row row_of(std::size_t number, const std::string& profile)
{
    input_row row = scenario::row(number);
    row.profile = profile;
    return row;
}

import_options three_profiles()
{
    import_options options("-");
    options.concurrency(6).add_profile(profile("eu")).add_profile(profile("us")).add_profile(profile("asia"));
    return options;
}

/** Rows of each profile in turn, so many of each. */
void fill(scenario& s, const std::vector<std::string>& profiles, std::size_t rows)
{
    std::size_t number = 0;
    for (const std::string& each : profiles)
        for (std::size_t i = 0; i < rows; ++i)
            s.feed->items.push_back(row_of(number++, each));
}

/** Ends all running calls: with a refused token if `is_refused` says so of the row's number, else with
    success. */
void run_to_end(scenario& s, const std::function<bool(std::size_t)>& is_refused)
{
    while (!s.world->running.empty()) {
        const std::string email = s.world->running.begin()->first;
        const std::size_t number = std::stoul(email.substr(1));
        if (is_refused(number))
            s.end(email, refused(errc::token_refused, 401));
        else
            s.succeed(email);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(profiles_of_rows)

BOOST_AUTO_TEST_CASE(rows_of_all_profiles_are_under_way_wherever_they_stand_in_the_file)
{
    scenario s(0, three_profiles());
    fill(s, {"eu", "us", "asia"}, 100);
    s.run->start();
    std::vector<std::size_t> count(3);
    for (const auto& [email, done] : s.world->running)
        ++count[std::stoul(email.substr(1)) / 100];
    BOOST_TEST(count == std::vector<std::size_t>({2, 2, 2}), boost::test_tools::per_element());
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 300U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.result_of(email_of(150)).profile == "us");
}

BOOST_AUTO_TEST_CASE(logins_of_a_profile_keep_to_its_ceiling)
{
    import_options options("-");
    options.concurrency(6).add_profile(profile("eu").max_logins(1)).add_profile(profile("us"));
    scenario s(0, options);
    fill(s, {"eu", "us"}, 50);
    s.run->start();
    std::size_t of_eu = 0;
    for (const auto& [email, done] : s.world->running)
        of_eu += std::stoul(email.substr(1)) < 50;
    BOOST_TEST(of_eu == 1U);
    BOOST_TEST(s.world->running.size() == 6U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 100U);
}

BOOST_AUTO_TEST_CASE(rows_are_read_ahead_within_bounds)
{
    import_options options("-");
    options.concurrency(6).add_profile(profile("eu").max_logins(1)).add_profile(profile("us"));
    scenario s(0, options);
    fill(s, {"eu"}, 10'000);
    s.run->start();
    BOOST_TEST(s.world->running.size() == 1U);
    BOOST_TEST(s.feed->items.size() >= 10'000U - 8192U - 1U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 10'000U);
}

// The file has 6,000 rows of a profile with one call a second, and then 50 rows of another profile.
BOOST_AUTO_TEST_CASE(slow_profile_starves_no_other_one)
{
    import_options options("-");
    options.concurrency(6).add_profile(profile("slow").rate(1)).add_profile(profile("quick"));
    scenario s(0, options);
    fill(s, {"slow"}, 6000);
    for (std::size_t i = 6000; i < 6050; ++i)
        s.feed->items.push_back(row_of(i, "quick"));
    s.feed->can_restart = true;
    s.run->start();
    const auto began = s.world->now;
    std::size_t quick = 0;
    while (quick < 50 && s.completions == 0) {
        while (!s.world->running.empty()) {
            const std::string email = s.world->running.begin()->first;
            quick += std::stoul(email.substr(1)) >= 6000;
            s.succeed(email);
        }
        s.context.restart();
        if (s.context.poll() == 0 && s.world->running.empty() && s.world->alarm)
            s.ring();
    }
    BOOST_TEST((s.world->now - began) / 1s <= 1);
    while (s.completions == 0) {
        s.succeed_all();
        s.context.restart();
        if (s.context.poll() == 0 && s.world->running.empty() && s.world->alarm)
            s.ring();
    }
    BOOST_TEST(s.summary.applied == 6050U);
    BOOST_TEST(s.results.size() == 6050U);
    BOOST_TEST((s.world->now - began) / 1s == 5999);
}

BOOST_AUTO_TEST_CASE(refused_token_ends_the_rows_of_its_profile_and_no_others)
{
    scenario s(0, three_profiles());
    fill(s, {"eu", "us", "asia"}, 20);
    s.run->start();
    run_to_end(s, [](std::size_t number) { return number < 20; });
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.results.size() == 60U);
    BOOST_TEST(s.summary.applied == 40U);
    BOOST_TEST(s.summary.skipped + s.summary.failed + s.summary.rejected == 20U);
    BOOST_TEST((s.summary.stopped == stop_reason::none));
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST(s.summary.stopped_profiles.size() == 1U);
    BOOST_TEST(s.summary.stopped_profiles.count("eu") == 1U);
    BOOST_TEST(s.summary.text().find("stopped: profile eu: ") != std::string::npos, s.summary.text());
    BOOST_TEST(s.world->calls.count(email_of(19)) == 0U);
    BOOST_TEST(s.result_of(email_of(19)).error.starts_with("not sent: "));
}

BOOST_AUTO_TEST_CASE(refusal_of_every_profile_that_has_rows_ends_with_3)
{
    scenario s(0, three_profiles());
    fill(s, {"eu", "us"}, 20);
    s.run->start();
    run_to_end(s, [](std::size_t) { return true; });
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.results.size() == 40U);
    BOOST_TEST((s.summary.stopped == stop_reason::token_refused));
    BOOST_TEST(s.summary.exit_code() == 3);
}

BOOST_AUTO_TEST_CASE(profile_whose_service_is_out_of_reach_ends_alone)
{
    import_options options("-");
    options.concurrency(4).add_profile(profile("eu").origin("https://eu")).add_profile(profile("us"));
    scenario s(0, options);
    fill(s, {"eu", "us"}, 10);
    s.run->start();
    while (!s.world->running.empty()) {
        const std::string email = s.world->running.begin()->first;
        if (std::stoul(email.substr(1)) < 10)
            s.end(email, error(errc::certificate_rejected, effect::none));
        else
            s.succeed(email);
    }
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 10U);
    BOOST_TEST(s.results.size() == 20U);
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST(s.summary.stopped_profiles.count("eu") == 1U);
}

BOOST_AUTO_TEST_CASE(some_refused_and_some_out_of_reach_end_with_1)
{
    import_options options("-");
    options.concurrency(4).needs_profile(true);
    options.add_profile(profile("eu").origin("https://eu")).add_profile(profile("us"));
    scenario s(0, options);
    fill(s, {"eu", "us"}, 10);
    s.run->start();
    while (!s.world->running.empty()) {
        const std::string email = s.world->running.begin()->first;
        if (std::stoul(email.substr(1)) < 10)
            s.end(email, error(errc::certificate_rejected, effect::none));
        else
            s.end(email, refused(errc::token_refused, 401));
    }
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.results.size() == 20U);
    BOOST_TEST((s.summary.stopped == stop_reason::profiles_stopped));
    BOOST_TEST(s.summary.exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(retry_of_one_profile_does_not_keep_another_waiting)
{
    scenario s(0, three_profiles());
    fill(s, {"eu", "us"}, 1);
    s.run->start();
    s.end(email_of(0), lost);
    s.succeed(email_of(1));
    BOOST_TEST(s.completions == 0U);
    s.ring();
    s.succeed(email_of(0));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 2U);
}

BOOST_AUTO_TEST_CASE(stopped_run_reports_the_rows_of_every_profile)
{
    scenario s(0, three_profiles());
    fill(s, {"eu", "us", "asia"}, 100);
    s.run->start();
    s.run->stop(stop_reason::interrupted);
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.results.size() == 300U);
    BOOST_TEST(s.summary.skipped == 294U);
}

BOOST_AUTO_TEST_CASE(profile_of_a_row_is_checked_with_its_place)
{
    row_rules rules;
    rules.profiles = {"eu", "us"};
    const auto problem_of = [](std::unique_ptr<row_reader> reader, const std::string& text) {
        reader->feed(text);
        reader->finish();
        const auto item = reader->next();
        const auto* const problem = item ? std::get_if<row_problem>(&*item) : nullptr;
        return problem ? problem->text() : std::string();
    };
    const std::string header = "email,password,maxJobs,profile\n";
    BOOST_TEST(problem_of(make_csv_reader(rules), header + "a@b.cd,x,5,eu\n") == "");
    BOOST_TEST(problem_of(make_csv_reader(rules), header + "a@b.cd,x,5,\n") == "");
    BOOST_TEST(problem_of(make_csv_reader(rules), header + "a@b.cd,x,5,hunter22\n") ==
               "line 2, column 4 (profile): the profile is not one of eu, us");
    BOOST_TEST(problem_of(make_csv_reader(), header + "a@b.cd,x,5,eu\n") ==
               "line 2, column 4 (profile): the row names a profile, and none are given");
    BOOST_TEST(problem_of(make_ndjson_reader(rules),
                          R"({"email":"a@b.cd","password":"x","maxJobs":5,"profile":"uk"})") ==
               "line 1 (profile): the profile is not one of eu, us");
    rules.needs_profile = true;
    BOOST_TEST(problem_of(make_csv_reader(rules), "email,password,maxJobs\na@b.cd,x,5\n") ==
               "line 2 (profile): the row names no profile, and there is no API token for such rows");
}

BOOST_AUTO_TEST_CASE(email_may_stand_once_for_each_profile)
{
    duplicates seen;
    account_settings one("a@b.cd", secret("x"));
    account_settings other("a@b.cd", secret("y"));
    BOOST_TEST((seen.add(one, 2, "eu").what == duplicates::verdict::first));
    BOOST_TEST((seen.add(other, 3, "us").what == duplicates::verdict::first));
    BOOST_TEST((seen.add(other, 4).what == duplicates::verdict::first));
    BOOST_TEST((seen.add(other, 5, "eu").what == duplicates::verdict::conflicting));
    BOOST_TEST((seen.look_up(other, 3, "us").what == duplicates::verdict::first));
    BOOST_TEST((seen.add(other, 6, "us").what == duplicates::verdict::identical));
}

BOOST_AUTO_TEST_CASE(row_beyond_the_limit_of_its_subscription_is_bad)
{
    const temporary_file file("limit.csv", "email,password,maxJobs,profile\n"
                                           "a@b.cd,x,5,eu\n"
                                           "a@b.cd,x,5,eu\n"
                                           "b@b.cd,x,5,eu\n"
                                           "c@b.cd,x,5,us\n"
                                           "d@b.cd,x,5,us\n"
                                           "e@b.cd,x,5,eu\n"
                                           "f@b.cd,x,5,\n");
    import_options options(file.path());
    options.add_profile(profile("eu").account_limit(2)).add_profile(profile("us"));
    const check_report report = check_input(options);
    BOOST_TEST(report.rows == 6U);
    BOOST_TEST(report.rows_by_profile.at("eu") == 3U);
    BOOST_TEST(report.rows_by_profile.at("") == 1U);
    BOOST_TEST_REQUIRE(report.problems.size() == 1U);
    BOOST_TEST(report.problems[0].text() == "line 7 (profile): one account too many: profile eu may hold 2");
}

BOOST_AUTO_TEST_CASE(subscription_that_would_be_overfull_is_found)
{
    import_plan plan;
    plan.add_server("eu", {runwayml::account("a@b.cd"), runwayml::account("b@b.cd")});
    const std::vector<profile> profiles{profile("eu").account_limit(3), profile("us").account_limit(1)};
    BOOST_TEST(!find_overfull_profile(plan, {{"eu", 1}, {"us", 1}}, {}, profiles));
    const auto overfull = find_overfull_profile(plan, {{"eu", 2}}, {}, profiles);
    BOOST_TEST_REQUIRE(overfull.has_value());
    BOOST_TEST(*overfull == "profile eu may hold 3 accounts: 2 are there, 2 are to be created");
    plan_entry leaving;
    leaving.profile = "eu";
    BOOST_TEST(!find_overfull_profile(plan, {{"eu", 2}}, {leaving}, profiles));
    BOOST_TEST(!find_overfull_profile(plan, {{"eu", 2}}, {}, {profile("eu")}));
}

BOOST_AUTO_TEST_CASE(profiles_that_are_not_usable_are_refused)
{
    const temporary_file file("p.csv", "email,password,maxJobs\n");
    const auto refusal = [](const import_options& options) {
        return message_of_refusal([&options] { const bulk::import made(options); });
    };
    import_options twice(file.path());
    twice.add_profile(profile("eu")).add_profile(profile("eu"));
    BOOST_TEST(refusal(twice) == "profile eu is given twice");
    import_options fast(file.path());
    fast.add_profile(profile("eu").rate(-1));
    BOOST_TEST(refusal(fast) == "profile eu: rate must be 0 to 1000000 a second");
    import_options shared(file.path());
    shared.add_profile(profile("eu")).ledger("postgresql:///useapi");
    BOOST_TEST(refusal(shared).empty());
}

BOOST_AUTO_TEST_SUITE_END()
