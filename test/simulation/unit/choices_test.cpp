#include "simulation/choices.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi::simulation;

BOOST_AUTO_TEST_SUITE(choices_of_histories)

BOOST_AUTO_TEST_CASE(subject_has_a_name_of_its_kind_number_and_part)
{
    BOOST_TEST(subject{"options"}.name() == "options");
    BOOST_TEST((subject{"call", 0}.name()) == "call0");
    BOOST_TEST((subject{"call", 3, 2}.name()) == "call3.2");
}

BOOST_AUTO_TEST_CASE(choices_written_and_read_again_are_the_same)
{
    const choices all{{"call3.made", 1}, {"call3.at", 20000}, {"call3.2.whole:2", 0}};
    const std::string text = to_text(all);
    BOOST_TEST(text == "call3.made call3.at=20000 call3.2.whole:2=0");
    const auto read = parse_choices(text);
    BOOST_REQUIRE(read.has_value());
    BOOST_CHECK(*read == all);
}

BOOST_AUTO_TEST_CASE(no_choices_are_an_empty_text)
{
    BOOST_TEST(to_text({}) == "");
    BOOST_REQUIRE(parse_choices("").has_value());
    BOOST_TEST(parse_choices("")->empty());
}

BOOST_AUTO_TEST_CASE(text_of_another_form_is_refused)
{
    for (const char* const text : {"=1", "a=", "a=x", "a=1x", "a=-1", "a  b", " a", "a=18446744073709551616"})
        BOOST_TEST(!parse_choices(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
