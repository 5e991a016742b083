#include "bulk/input/duplicates.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::bulk;
using useapi::runwayml::account_settings;

namespace {

account_settings settings_of(const std::string& email, const std::string& password = "x", int jobs = 5)
{
    account_settings settings(email, secret(password));
    settings.max_jobs(jobs);
    return settings;
}

using verdict = duplicates::verdict;

} // namespace

BOOST_AUTO_TEST_SUITE(duplicate_rows)

BOOST_AUTO_TEST_CASE(duplicates_are_told_apart_by_their_data)
{
    duplicates seen;
    BOOST_TEST((seen.add(settings_of("a@b.cd"), 2).what == verdict::first));
    BOOST_TEST((seen.add(settings_of("b@b.cd"), 3).what == verdict::first));
    BOOST_TEST((seen.add(settings_of("a@b.cd"), 4).what == verdict::identical));
    BOOST_TEST((seen.add(settings_of("a@B.CD"), 5).what == verdict::identical));
    BOOST_TEST((seen.add(settings_of("A@b.cd"), 6).what == verdict::first));
    const auto conflict = seen.add(settings_of("b@b.cd", "other"), 7);
    BOOST_TEST((conflict.what == verdict::conflicting));
    BOOST_TEST(conflict.first_line == 3U);
    BOOST_TEST((seen.add(settings_of("a@b.cd", "x", 6), 8).what == verdict::conflicting));
    BOOST_TEST((seen.add(settings_of("a@b.cd").use_workspace(runwayml::use_workspace::team("t")), 9).what ==
                verdict::conflicting));
}

BOOST_AUTO_TEST_CASE(looked_up_row_of_a_conflict_is_conflicting_whichever_it_is)
{
    duplicates seen;
    seen.add(settings_of("a@b.cd", "one"), 2);
    seen.add(settings_of("a@b.cd", "two"), 3);
    seen.add(settings_of("c@d.ef"), 4);
    seen.add(settings_of("c@d.ef"), 5);
    BOOST_TEST((seen.look_up(settings_of("a@b.cd", "one"), 2).what == verdict::conflicting));
    BOOST_TEST((seen.look_up(settings_of("a@b.cd", "two"), 3).what == verdict::conflicting));
    BOOST_TEST((seen.look_up(settings_of("c@d.ef"), 4).what == verdict::first));
    BOOST_TEST((seen.look_up(settings_of("c@d.ef"), 5).what == verdict::identical));
    BOOST_TEST((seen.look_up(settings_of("never@seen.xy"), 6).what == verdict::conflicting));
}

BOOST_AUTO_TEST_CASE(values_that_flow_into_each_other_are_different)
{
    duplicates seen;
    seen.add(settings_of("a@b.cd", "x1", 5), 2);
    BOOST_TEST((seen.add(settings_of("a@b.cd", "x", 15), 3).what == verdict::conflicting));
}

BOOST_AUTO_TEST_CASE(many_rows_stay_told_apart)
{
    duplicates seen;
    constexpr std::uint64_t count = 20'000;
    for (std::uint64_t i = 0; i < count; ++i)
        BOOST_TEST((seen.add(settings_of(std::to_string(i) + "@b.cd"), i + 2).what == verdict::first));
    for (std::uint64_t i = 0; i < count; ++i)
        BOOST_TEST((seen.look_up(settings_of(std::to_string(i) + "@b.cd"), i + 2).what == verdict::first));
}

BOOST_AUTO_TEST_SUITE_END()
