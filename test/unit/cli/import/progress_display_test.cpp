#include "cli/import/progress_display.hpp"
#include "unit/cli/printed_by.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(displays_of_progress)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(display_looks_at_its_begin_and_leaves_no_wait_at_its_end)
{
    unsigned looks = 0;
    const printed shown = printed_by([&](console& out) {
        boost::asio::io_context context;
        progress_display display(context, out, progress_form::lines, [&looks] {
            ++looks;
            return bulk::progress();
        });
        BOOST_TEST(looks == 0U);
        display.begin();
        // The first look is where the rate of the first line is measured from.
        BOOST_TEST(looks == 1U);
        display.make_room();
        display.end();
        context.poll();
        BOOST_TEST(context.stopped());
        BOOST_TEST(looks == 1U);
    });
    BOOST_TEST(shown.err == "");
    BOOST_TEST(shown.out == "");
}

BOOST_AUTO_TEST_CASE(display_that_shows_nothing_never_looks)
{
    const auto run = [](const console_settings& settings, progress_form asked) {
        unsigned looks = 0;
        (void)printed_by(settings, [&](console& out) {
            boost::asio::io_context context;
            progress_display display(context, out, asked, [&looks] {
                ++looks;
                return bulk::progress();
            });
            display.begin();
            display.end();
            context.poll();
            BOOST_TEST(context.stopped());
        });
        return looks;
    };
    BOOST_TEST(run(console_settings(), progress_form::none) == 0U);
    BOOST_TEST(run(quietly(), progress_form::bar) == 0U);
    BOOST_TEST(run(quietly(), progress_form::json) == 1U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
