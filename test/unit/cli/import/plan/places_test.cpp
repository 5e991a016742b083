#include "cli/import/plan/places.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::cli;

BOOST_AUTO_TEST_SUITE(places)

BOOST_AUTO_TEST_CASE(shortage_of_places_is_told_with_its_cause)
{
    const auto runway = [](std::uint64_t total, std::uint64_t in_error) {
        return subscription().is_active(true).places(6).accounts_of(
            "Runway API", account_counts().total(total).in_error(in_error));
    };

    const struct
    {
        const char* name;
        std::uint64_t needed;
        subscription held;
        std::string said;
    } cases[] = {
        {"nothing known", 5, subscription(), ""},
        {"no accounts known", 5, subscription().places(6), ""},
        {"no accounts known, too many rows", 7, subscription().places(6),
         "7 rows need new places, 6 are free"},
        {"enough", 2, runway(4, 1), ""},
        {"none needed", 0, runway(6, 0), ""},
        {"too few", 5, runway(4, 1), "5 rows need new places, 2 are free; 1 is held by an account in error"},
        {"several in error", 5, runway(5, 2),
         "5 rows need new places, 1 is free; 2 are held by accounts in error"},
        {"full", 1, runway(6, 0), "1 row needs a new place, 0 are free"},
        {"more than full", 1, runway(7, 0), "1 row needs a new place, 0 are free"},
        {"expired", 1, runway(1, 0).is_active(false),
         "the subscription is not active: rows are refused until it is renewed"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(describe_shortage(each.needed, each.held).value_or("") == each.said);
    }
}

BOOST_AUTO_TEST_CASE(places_are_those_of_the_service_under_any_name_that_begins_with_its_own)
{
    const accounts::service_traits kling{.name = "kling", .accounts_path = {}, .account_template = {}};
    const auto held = subscription()
                          .is_active(true)
                          .places(3)
                          .accounts_of("Runway API", account_counts().total(3))
                          .accounts_of("KLING API v1", account_counts().total(1).in_error(1));
    BOOST_TEST(free_places_of(held, &kling).value() == 2U);
    BOOST_TEST(free_places_of(held, nullptr).value() == 0U);
    BOOST_TEST(describe_shortage(3, held, &kling).value() ==
               "3 rows need new places, 2 are free; 1 is held by an account in error");
    const accounts::service_traits mureka{.name = "mureka", .accounts_path = {}, .account_template = {}};
    BOOST_TEST(free_places_of(held, &mureka).value() == 3U);
    BOOST_TEST(!counts_of(held, &mureka));
}

BOOST_AUTO_TEST_SUITE_END()
