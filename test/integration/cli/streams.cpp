#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

using namespace useapi::test;

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(full_disk_under_standard_output_is_an_error)
{
    const service_run service;
    run_discreetly(service.command({"accounts", "upsert", "a@b.com"}));
    for (const char* const format : {"text", "json"}) {
        BOOST_TEST_CONTEXT(format)
        {
            const finished ended = run_discreetly(
                service.command({"accounts", "list", "--output", format}).output_to("/dev/full"));
            BOOST_TEST(ended.code == 1);
            BOOST_TEST(ended.err.find("cannot write standard output: No space left on device") !=
                           std::string::npos,
                       ended.err);
        }
    }
    BOOST_TEST(run(command_line({"--help"}).output_to("/dev/full")).code == 1);
}

BOOST_AUTO_TEST_CASE(reader_that_has_gone_is_no_error)
{
    const service_run service;
    run_discreetly(service.command({"accounts", "upsert", "a@b.com"}));
    const finished ended = run_discreetly(service.command({"accounts", "list"}).output_without_reader());
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.err == "");
}

BOOST_AUTO_TEST_CASE(quiet_leaves_what_was_asked_for)
{
    const service_run service;
    const finished upserted = run_discreetly(service.command({"accounts", "upsert", "a@b.com", "--quiet"}));
    BOOST_TEST(upserted.code == 0);
    BOOST_TEST(upserted.everything() == "");
    BOOST_TEST(run_discreetly(service.command({"accounts", "list", "--quiet"})).out.find("a@b.com") !=
               std::string::npos);
    const finished failed = run_discreetly(service.command({"accounts", "get", "z@b.com", "--quiet"}));
    BOOST_TEST(failed.code == 1);
    BOOST_TEST(failed.err.find("no such account") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(verbose_logs_every_event_of_the_call_on_standard_error)
{
    const service_run service;
    const finished ended = run_discreetly(service.command({"accounts", "upsert", "a@b.com", "--verbose"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.out.find("event=") == std::string::npos);
    BOOST_TEST(ended.err.find("a@b.com") == std::string::npos, ended.err);
    for (const std::string_view expected :
         {"event=call_queued call=1 http.request.method=POST url.template=/accounts/{email} "
          "server.address=127.0.0.1 ",
          "event=connection_opened connection=1 ",
          "event=request_sent call=1 connection=1 http.request.resend_count=0 ",
          "event=response_received call=1 connection=1 http.request.resend_count=0 "
          "http.response.status_code=201 ",
          "event=call_ended call=1 http.response.status_code=201 effect=applied attempts=1 "})
        BOOST_TEST(ended.err.find(expected) != std::string::npos, expected << "in\n" << ended.err);
    const finished failed = run_discreetly(service.command({"accounts", "get", "z@b.com", "--verbose"}));
    BOOST_TEST(failed.err.find("event=call_ended call=1 error.type=not_found http.response.status_code=404 "
                               "effect=rejected attempts=1 ") != std::string::npos,
               failed.err);
}

BOOST_AUTO_TEST_CASE(verbose_import_tells_its_calls_apart)
{
    const service_run service({"--fault", "status=503,nth=1"});
    const std::string password(account_password);
    const std::string input = service.folder().file("in.csv", "email,password,maxJobs\na@b.com," + password +
                                                                  ",5\nb@b.com," + password + ",5\n");
    const finished ended = run_discreetly(service.command({"accounts", "import", input, "--verbose"}));
    BOOST_TEST(ended.code == 0, ended.everything());
    for (const std::string_view expected :
         {"event=call_queued call=1 ", "event=call_queued call=2 ", "event=call_ended call=1 ",
          "event=call_ended call=2 ", " again=true reason=\"status 503\" wait_ms="})
        BOOST_TEST(ended.err.find(expected) != std::string::npos, expected << "in\n" << ended.err);
}

BOOST_AUTO_TEST_CASE(output_that_is_no_terminal_has_no_colors)
{
    const service_run service;
    run_discreetly(service.command({"accounts", "upsert", "a@b.com"}));
    const finished ended =
        run_discreetly(service.command({"accounts", "list"}).variable("TERM", "xterm-256color"));
    BOOST_TEST(ended.out.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(terminal_gets_colors_unless_they_are_refused)
{
    const service_run service;
    run_discreetly(service.command({"accounts", "upsert", "a@b.com"}));
    const auto shown = [&](command_line line) {
        pseudo_terminal terminal;
        BOOST_TEST(run(line.terminal(terminal.device()).shows_on_terminal()).code == 0);
        return terminal.screen();
    };
    const auto list = [&] { return service.command({"accounts", "list"}).variable("TERM", "xterm"); };
    BOOST_TEST(shown(list()).find("\x1b[32mok\x1b[0m") != std::string::npos);
    BOOST_TEST(shown(list().word("--no-color")).find('\x1b') == std::string::npos);
    BOOST_TEST(shown(list().variable("NO_COLOR", "1")).find('\x1b') == std::string::npos);
    BOOST_TEST(shown(service.command({"accounts", "list"}).variable("TERM", "dumb")).find('\x1b') ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(terminal_shows_the_progress_of_an_import_and_is_left_clean)
{
    service_run service({"--fault", "stall,email=last@example.com"});
    const std::string input = service.folder().file("in.csv", "email,password,maxJobs\nlast@example.com," +
                                                                  std::string(account_password) + ",5\n");
    pseudo_terminal terminal;
    process import(service.command({"accounts", "import", input})
                       .variable("TERM", "xterm")
                       .terminal(terminal.device())
                       .shows_on_terminal());
    terminal.wait_for(" in flight");
    terminal.type("\x03");
    terminal.wait_for("stopping: calls under way");
    terminal.type("\x03");
    BOOST_TEST(import.wait_for_end().code == 130);
    const std::string screen = terminal.screen();
    BOOST_TEST(!holds_secret(screen), screen);
    // After the last bar there is only its erasure and the report.
    const std::string report = screen.substr(screen.rfind("in flight"));
    BOOST_TEST(report.find("\r\x1b[J") != std::string::npos, screen);
    BOOST_TEST(report.find("1 unknown") != std::string::npos, screen);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
