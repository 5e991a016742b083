#include "cli/output/console.hpp"
#include "unit/cli/printed_by.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

BOOST_AUTO_TEST_SUITE(consoles)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

void say_everything(console& out)
{
    out.print("result\n");
    out.confirm("done");
    out.flush();
    out.note("note");
    out.detail("detail");
    out.warn("warning");
    out.complain("complaint");
}

struct told
{
    output_format format;
    verbosity level;
    std::string out;
    std::string err;
};

BOOST_AUTO_TEST_CASE(each_kind_of_text_goes_to_its_stream)
{
    const std::string problems = "useapi: warning: warning\nuseapi: error: complaint\n";
    const std::vector<told> cases{
        {output_format::text, verbosity::normal, "result\ndone\n", "note\n" + problems},
        {output_format::text, verbosity::verbose, "result\ndone\n", "note\ndetail\n" + problems},
        {output_format::text, verbosity::quiet, "result\n", "useapi: error: complaint\n"},
        {output_format::json, verbosity::normal, "result\n", "note\n" + problems},
        {output_format::json, verbosity::verbose, "result\n", "note\ndetail\n" + problems},
        {output_format::json, verbosity::quiet, "result\n", "useapi: error: complaint\n"}};
    for (const told& each : cases) {
        console_settings settings;
        settings.format = each.format;
        settings.verbosity = each.level;
        const printed shown = printed_by(settings, say_everything);
        BOOST_TEST(shown.out == each.out);
        BOOST_TEST(shown.err == each.err);
    }
}

BOOST_AUTO_TEST_CASE(text_in_a_file_has_no_colours)
{
    const printed shown = printed_by([](console& out) {
        BOOST_TEST(!out.colors_output());
        BOOST_TEST(!out.colors_notes());
        out.warn("warning");
    });
    BOOST_TEST(shown.err.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(colours_end_where_the_text_ends)
{
    BOOST_TEST(colored("text", color::none) == "text");
    BOOST_TEST(colored("text", color::bold) == "\x1b[1mtext\x1b[0m");
    BOOST_TEST(colored("text", color::red) == "\x1b[31mtext\x1b[0m");
    BOOST_TEST(colored("text", color::green) == "\x1b[32mtext\x1b[0m");
    BOOST_TEST(colored("text", color::yellow) == "\x1b[33mtext\x1b[0m");
}

BOOST_AUTO_TEST_CASE(lost_output_is_a_failure_unless_there_was_another_one)
{
    for (const auto& [given, expected] : {std::pair(exit_code::done, exit_code::failed),
                                          std::pair(exit_code::token_refused, exit_code::token_refused)}) {
        const redirected_stream saved_out(1);
        const redirected_stream err(2);
        const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
        BOOST_REQUIRE(full >= 0);
        ::dup2(full, 1);
        ::close(full);
        console out{console_settings()};
        out.print("result\n");
        const exit_code code = out.finish(given);
        BOOST_TEST((code == expected));
        BOOST_TEST(err.text() == "useapi: error: cannot write standard output: No space left on device\n");
    }
    const printed shown = printed_by([](console& out) {
        out.print("result\n");
        BOOST_TEST((out.finish(exit_code::done) == exit_code::done));
    });
    BOOST_TEST(shown.out == "result\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
