#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(progress_of_an_import)

namespace {

using namespace useapi::test;
namespace json = boost::json;

std::string rows(std::size_t count)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + std::string(account_password) + ",5\n";
    return text;
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

BOOST_AUTO_TEST_CASE(machines_get_an_object_a_second)
{
    const service_run service({"--fault", "wrong-password,email=user1@example.com"});
    const std::string input = service.folder().file("in.csv", rows(60));
    const finished ended = run_discreetly(
        service.command({"accounts", "import", input, "--rate", "20", "--progress", "json", "--quiet"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    std::istringstream lines(ended.err);
    std::size_t events = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('{'))
            continue;
        const json::value event = json::parse(line);
        BOOST_TEST(event.at("event").as_string() == "progress");
        BOOST_TEST(event.at("total").as_int64() == 60);
        ++events;
    }
    BOOST_TEST(events >= 1U);
    BOOST_TEST(holds(ended.err, "\"failures\":{\""), ended.err);
}

BOOST_AUTO_TEST_CASE(bar_shows_what_fails_and_fits_a_terminal_that_is_resized)
{
    const service_run service({"--fault", "wrong-password,email=user1@example.com"});
    const std::string input = service.folder().file("in.csv", rows(2000));
    pseudo_terminal screen;
    screen.resize(60, 20);
    process import(service.command({"accounts", "import", input, "--rate", "40"})
                       .variable("TERM", "xterm")
                       .terminal(screen.device())
                       .shows_on_terminal());
    screen.wait_for("1 not registered");
    screen.wait_for("1 x the account's email or password is wrong");
    screen.resize(30, 20);
    // Short enough for 29 columns, and cut there.
    screen.wait_for("1 x the account's email or...");
    import.signal(SIGINT);
    BOOST_TEST(import.wait_for_end().code == 130);
    BOOST_TEST(!holds_secret(screen.screen()));
}

BOOST_AUTO_TEST_CASE(wait_that_the_service_asks_for_is_counted_down)
{
    const service_run service({"--fault", "status=429,retry-after=30,nth=1,email=user0@example.com"});
    const std::string input = service.folder().file("in.csv", rows(2000));
    pseudo_terminal screen;
    screen.resize(80, 20);
    process import(service.command({"accounts", "import", input})
                       .variable("TERM", "xterm")
                       .terminal(screen.device())
                       .shows_on_terminal());
    screen.wait_for("the service asked to wait: 0:");
    import.signal(SIGINT);
    import.signal(SIGINT);
    BOOST_TEST(import.wait_for_end().code == 130);
}

BOOST_AUTO_TEST_CASE(no_progress_shows_none)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(20));
    pseudo_terminal screen;
    process import(service.command({"accounts", "import", input, "--rate", "40", "--progress", "none"})
                       .variable("TERM", "xterm")
                       .terminal(screen.device())
                       .shows_on_terminal());
    BOOST_TEST(import.wait_for_end().code == 0);
    BOOST_TEST(!holds(screen.screen(), "in flight"), screen.screen());
    BOOST_TEST(!holds(screen.screen(), "\x1b"), screen.screen());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
