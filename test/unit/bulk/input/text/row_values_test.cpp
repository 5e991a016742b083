#include "bulk/input/text/row_values.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(values_of_rows)

using namespace useapi::bulk;

// A user would be warned of a sound password, or would not learn why the service refuses one that a word
// processor changed.
BOOST_AUTO_TEST_CASE(doubt_is_told_only_about_passwords_with_a_part_that_people_overlook)
{
    const std::string_view sound[] = {"",
                                      "hunter22",
                                      "~!@#$%^&*()'\"",
                                      "two words",
                                      "p\xC3\xA4ssw\xC3\xB6rt",
                                      "\xE5\xAF\x86\xE7\xA0\x81",
                                      "a\tb"};
    for (const std::string_view password : sound)
        BOOST_TEST_CONTEXT(password)
        {
            BOOST_TEST(doubt_about_password(password).empty());
        }

    for (const std::string_view password : {" hunter22", "hunter22 ", " "})
        BOOST_TEST_CONTEXT('[' << password << ']')
        {
            BOOST_TEST(doubt_about_password(password) == "it begins or ends with a blank");
        }

    const std::string_view unseen[] = {"\u00A0", "\u00AD", "\u200B", "\u200C", "\u200D", "\u200E",
                                       "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                                       "\u202F", "\u2060", "\u2066", "\u2069", "\uFEFF"};
    for (const std::string_view character : unseen)
        BOOST_TEST(doubt_about_password("a" + std::string(character) + "b")
                       .starts_with("it holds a character that is not seen"));

    for (const std::string_view quote : {"\u2018", "\u2019", "\u201A", "\u201C", "\u201D", "\u201E"})
        BOOST_TEST(
            doubt_about_password("a" + std::string(quote) + "b").starts_with("it holds a curly quote"));
}

BOOST_AUTO_TEST_CASE(number_of_jobs_is_read_in_the_forms_of_spreadsheets)
{
    struct row
    {
        const char* text;
        std::optional<int> value;
        bool is_malformed;
    };

    const row rows[] = {
        {"", {}, false},   {" ", {}, false},          {"5", 5, false},   {" 5 ", 5, false},
        {"5.0", 5, false}, {"5,00", 5, false},        {"-1", -1, false}, {"5.", {}, true},
        {"5.5", {}, true}, {"5.05", {}, true},        {"5;0", {}, true}, {"five", {}, true},
        {"5 0", {}, true}, {"99999999999", {}, true},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT('[' << r.text << ']')
        {
            BOOST_TEST((read_max_jobs(r.text).value == r.value));
            BOOST_TEST(read_max_jobs(r.text).is_malformed == r.is_malformed);
        }
}

BOOST_AUTO_TEST_CASE(workspace_is_true_or_an_id)
{
    struct row
    {
        const char* text;
        std::optional<std::string> value;
        bool is_malformed;
    };

    const row rows[] = {
        {"", {}, false},         {" ", {}, false},         {"false", {}, false},  {"FALSE", {}, false},
        {"true", "true", false}, {"True ", "true", false}, {" 42 ", "42", false}, {"team-1", "team-1", false},
        {"yes", {}, true},       {"WAHR", {}, true},       {"falsey", {}, true},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT('[' << r.text << ']')
        {
            BOOST_TEST((read_workspace(r.text).value == r.value));
            BOOST_TEST(read_workspace(r.text).is_malformed == r.is_malformed);
        }
}

BOOST_AUTO_TEST_SUITE_END()
