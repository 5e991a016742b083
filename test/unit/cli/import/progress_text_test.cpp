#include "cli/import/progress_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(texts_of_progress)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace std::chrono_literals;

bulk::progress half_done()
{
    bulk::progress seen;
    seen.total = 10;
    seen.applied = 5;
    seen.elapsed = 10s;
    seen.limit = seen.full_limit = 4;
    return seen;
}

BOOST_AUTO_TEST_CASE(form_follows_from_the_options_and_the_terminal)
{
    using form = progress_form;

    const struct
    {
        std::string_view name;
        form asked;
        verbosity how;
        bool on_terminal;
        form shown;
    } cases[] = {
        {"terminal", form::automatic, verbosity::normal, true, form::bar},
        {"no terminal", form::automatic, verbosity::normal, false, form::lines},
        {"log on a terminal", form::automatic, verbosity::verbose, true, form::lines},
        {"quiet", form::automatic, verbosity::quiet, true, form::none},
        {"bar without a terminal", form::bar, verbosity::normal, false, form::bar},
        {"bar beside a log", form::bar, verbosity::verbose, true, form::bar},
        {"quiet bar", form::bar, verbosity::quiet, true, form::none},
        {"lines on a terminal", form::lines, verbosity::normal, true, form::lines},
        {"quiet lines", form::lines, verbosity::quiet, false, form::none},
        {"JSON", form::json, verbosity::normal, true, form::json},
        {"quiet JSON", form::json, verbosity::quiet, true, form::json},
        {"none", form::none, verbosity::verbose, true, form::none},
    };

    for (const auto& each : cases)
        BOOST_TEST((shown_form(each.asked, each.how, each.on_terminal) == each.shown), each.name);
}

BOOST_AUTO_TEST_CASE(programs_get_an_object_a_second_and_logs_few_lines)
{
    BOOST_TEST((period_of(progress_form::json) == 1s));
    BOOST_TEST((period_of(progress_form::lines) == 10s));
    BOOST_TEST((period_of(progress_form::bar) == 200ms));
}

BOOST_AUTO_TEST_CASE(bar_leaves_a_column_and_a_row_of_the_terminal_free)
{
    bulk::progress seen = half_done();
    seen.rejected = 3;
    for (int i = 0; i < 5; ++i)
        seen.note_failure("a reason that is longer than a terminal is wide, number " + std::to_string(i), 1);
    for (const std::size_t columns : {20U, 40U, 80U})
        for (const std::size_t rows : {3U, 24U}) {
            const std::vector<std::string> lines = bar_lines(seen, columns, rows, false);
            BOOST_TEST(lines.size() < rows);
            for (const std::string& line : lines)
                BOOST_TEST(line.size() < columns, line);
        }
    for (const std::size_t tiny : {0U, 1U, 2U})
        BOOST_TEST(bar_lines(seen, tiny, tiny, false).size() == 1U);
}

BOOST_AUTO_TEST_CASE(bar_turns_yellow_with_the_first_row_that_is_not_registered)
{
    bulk::progress seen = half_done();
    BOOST_TEST(bar_lines(seen, 80, 24, true).front().starts_with("\x1b[32m"));
    seen.failed = 1;
    BOOST_TEST(bar_lines(seen, 80, 24, true).front().starts_with("\x1b[33m"));
    seen.failed = 0;
    seen.rejected = 1;
    BOOST_TEST(bar_lines(seen, 80, 24, true).front().starts_with("\x1b[33m"));
    BOOST_TEST(bar_lines(seen, 80, 24, false).front().find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(line_is_text_or_one_object)
{
    bulk::progress seen = half_done();
    const std::string text = progress_line(seen, progress_form::lines);
    BOOST_TEST(text.find("5") != std::string::npos, text);
    BOOST_TEST(!text.starts_with('{'));
    seen.note_failure("odd \xff", 2);
    const std::string object = progress_line(seen, progress_form::json);
    BOOST_TEST(object.find('\n') == object.size() - 1);
    const boost::json::value read = boost::json::parse(object);
    BOOST_TEST(read.at("done").to_number<int>() == 5);
    BOOST_TEST(read.at("failures").at("odd \xEF\xBF\xBD").to_number<int>() == 2);
}

BOOST_AUTO_TEST_CASE(texts_of_the_service_cannot_move_the_cursor)
{
    bulk::progress seen = half_done();
    seen.note_failure("refused\x1b[2J", 2);
    const bulk::progress shown = printable_progress(seen);
    BOOST_REQUIRE(shown.failures.size() == 1U);
    BOOST_TEST(shown.failures.front().first == "refused\\x1b[2J");
    BOOST_TEST(shown.failures.front().second == 2U);
    BOOST_TEST(shown.applied == 5U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
