#include "simulation/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

using namespace useapi::simulation;
using namespace std::chrono_literals;

namespace {

/** Some choices of every sort, one after the other. */
std::vector<std::uint64_t> make_some_choices(random_source& source)
{
    std::vector<std::uint64_t> made;
    for (std::size_t i = 0; i < 50; ++i) {
        const chooser choose = source.about({"call", i});
        made.push_back(choose.is_present());
        made.push_back(choose.below(3, "kind"));
        made.push_back(choose.between(5, 9, "size"));
        made.push_back(static_cast<std::uint64_t>(choose.between(1ms, 400ms, "wait").count()));
        made.push_back(choose.chance(0.5, "fails"));
        made.push_back(choose.chance(0.9, "is_whole", true));
        made.push_back(choose.chance(choose.fraction(), "fails"));
        made.push_back(choose.length_of_number("length"));
    }
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(random_sources)

BOOST_AUTO_TEST_CASE(keeping_the_choices_changes_none)
{
    random_source keeping(7);
    keeping.keep_choices();
    random_source forgetful(7);
    BOOST_TEST(make_some_choices(keeping) == make_some_choices(forgetful), boost::test_tools::per_element());
    BOOST_TEST(!keeping.kept().empty());
    BOOST_TEST(forgetful.kept().empty());
}

BOOST_AUTO_TEST_CASE(replay_makes_the_choices_that_were_kept)
{
    random_source drawn(7);
    drawn.keep_choices();
    const auto made = make_some_choices(drawn);
    random_source replay(drawn.kept());
    BOOST_TEST(make_some_choices(replay) == made, boost::test_tools::per_element());
    BOOST_CHECK(replay.kept() == drawn.kept());
}

BOOST_AUTO_TEST_CASE(replay_takes_the_plain_value_for_what_it_was_not_given)
{
    random_source replay{choices()};
    const chooser choose = replay.about({"call", 1});
    BOOST_TEST(!choose.is_present());
    BOOST_TEST(choose.below(3, "kind") == 0U);
    BOOST_TEST(choose.between(5, 9, "size") == 5U);
    BOOST_TEST(!choose.chance(0.999, "fails"));
    BOOST_TEST(choose.chance(0.001, "is_whole", true));
    BOOST_TEST(choose.length_of_number("length") == 6U);
    BOOST_TEST(replay.kept().empty());
}

BOOST_AUTO_TEST_CASE(replay_does_nothing_that_could_not_have_been_drawn)
{
    random_source replay{
        choices{{"call1.size", 100}, {"call1.wait", 0}, {"call1.fails", 1}, {"call1.kind", 7}}};
    const chooser choose = replay.about({"call", 1});
    BOOST_TEST(choose.between(5, 9, "size") == 9U);
    BOOST_CHECK(choose.between(2ms, 3ms, "wait") == 2ms);
    BOOST_TEST(!choose.chance(0, "fails"));
    BOOST_TEST(choose.below(0, "kind") == 0U);
    BOOST_CHECK((replay.kept() == choices{{"call1.size", 9}}));
}

BOOST_AUTO_TEST_CASE(listener_hears_each_choice_as_it_is_made)
{
    random_source replay{choices{{"call1.fails", 1}, {"call1.size", 7}}};
    choices heard;
    replay.keep_choices([&](const choice& made) { heard.push_back(made); });
    const chooser choose = replay.about({"call", 1});
    choose.chance(0.5, "fails");
    BOOST_CHECK((heard == choices{{"call1.fails", 1}}));
    choose.below(3, "kind");
    choose.between(5, 9, "size");
    BOOST_CHECK(heard == replay.kept());
}

BOOST_AUTO_TEST_CASE(choice_that_is_made_again_has_a_name_of_its_own)
{
    random_source replay{choices{{"call1.fails:2", 1}}};
    const chooser choose = replay.about({"call", 1});
    BOOST_TEST(!choose.chance(0.5, "fails"));
    BOOST_TEST(choose.chance(0.5, "fails"));
    BOOST_TEST(!choose.chance(0.5, "fails"));
}

BOOST_AUTO_TEST_SUITE_END()
