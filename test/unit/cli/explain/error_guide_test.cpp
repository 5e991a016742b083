#include "cli/explain/error_guide.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace useapi::cli;
using useapi::errc;

/** All values of `errc`. The first value that has no name is not one of them. */
std::vector<errc> enumeration()
{
    std::vector<errc> codes;
    for (int value = 1;
         useapi::name_of(useapi::make_error_code(static_cast<errc>(value))) != std::string_view("other");
         ++value)
        codes.push_back(static_cast<errc>(value));
    return codes;
}

std::string row_of(errc code)
{
    const explanation text = explain(code);
    return "| `" + std::string(useapi::name_of(code)) + "` | " + std::string(text.cause) + " | " +
           std::string(text.cure) + " |";
}

/** The rows of the page's tables of codes. */
std::vector<std::string> rows_of_page()
{
    std::ifstream page(USEAPI_ERRORS_PAGE);
    BOOST_REQUIRE(page.is_open());
    std::vector<std::string> rows;
    bool is_table_of_codes = false;
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with('|'))
            is_table_of_codes = false;
        if (is_table_of_codes && line.starts_with("| `"))
            rows.push_back(line);
        is_table_of_codes |= line == "| code | cause | cure |";
    }
    return rows;
}

BOOST_AUTO_TEST_SUITE(error_guide)

BOOST_AUTO_TEST_CASE(guide_describes_every_code_once_and_in_order)
{
    std::vector<std::string_view> described;
    for (const errc each : every_code())
        described.push_back(useapi::name_of(each));
    std::vector<std::string_view> expected;
    for (const errc each : enumeration())
        expected.push_back(useapi::name_of(each));
    BOOST_TEST(described == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(guide_texts_are_sentences)
{
    for (const errc each : every_code()) {
        BOOST_TEST_CONTEXT(useapi::name_of(each))
        {
            const auto [cause, cure] = explain(each);
            for (const std::string_view text : {cause, cure}) {
                BOOST_TEST_REQUIRE(!text.empty());
                BOOST_TEST(text.ends_with('.'));
                BOOST_TEST(text.find_first_of("|\n") == std::string_view::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(page_of_errors_has_a_row_for_each_code_and_no_other)
{
    std::vector<std::string> expected;
    for (const errc each : enumeration())
        expected.push_back(row_of(each));
    BOOST_TEST(rows_of_page() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
