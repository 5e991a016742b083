#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(clocks)

namespace {

using namespace useapi::test;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string file_of(const std::string& name)
{
    return "email,password\n" + name + "@example.com," + std::string(account_password) + '\n';
}

// Only the service's clock is shifted: a service that is ahead is like a machine that is behind.
BOOST_AUTO_TEST_CASE(sessions_end_by_the_service_s_clock)
{
    const std::string input = "in.csv";
    {
        const service_run service({"--date-offset", "-2678400"});
        const std::string file = service.folder().file(input, file_of("a"));
        BOOST_TEST(run_discreetly(service.command({"accounts", "import", file})).code == 0);
        // By this machine's clock the session of thirty days ended a day ago.
        const finished shown = run_discreetly(service.command({"accounts", "get", "a@example.com"}));
        BOOST_TEST(holds(shown.out, "ok"), shown.everything());
        BOOST_TEST(!holds(shown.out, "expired"), shown.everything());
        const finished listed = run_discreetly(service.command({"accounts", "list", "--output", "json"}));
        BOOST_TEST(holds(listed.out, "\"state\":\"ok\""), listed.everything());
        const finished healthy = run_discreetly(service.command({"accounts", "health"}));
        BOOST_TEST(healthy.code == 0, healthy.everything());
    }
    const service_run service({"--date-offset", "2678400"});
    const std::string file = service.folder().file(input, file_of("a"));
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", file})).code == 0);
    const finished healthy = run_discreetly(service.command({"accounts", "health"}));
    BOOST_TEST(healthy.code == 0, healthy.everything());
    // By this machine's clock it would last for sixty-one days.
    const finished ends = run_discreetly(service.command({"accounts", "health", "--expiring-within", "31d"}));
    BOOST_TEST(ends.code == 1, ends.everything());
    BOOST_TEST(holds(ends.out, "expiring"), ends.out);
}

/// Kills an import whose only row was recorded as sent, at once or when the service holds its account.
/// @return the words of that import, for another one
std::vector<std::string> kill_import(const service_run& service, bool once_it_is_there)
{
    const std::string input = service.folder().file("in.csv", file_of("a"));
    const std::vector<std::string> words{"accounts", "import", input, "--resume"};
    std::vector<std::string> shown = words;
    shown.insert(shown.end(), {"--progress", "json"});
    process running(service.command(shown));
    static_cast<void>(running.wait_for("\"in_flight\":1"));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (once_it_is_there && std::chrono::steady_clock::now() < deadline)
        once_it_is_there = run_discreetly(service.command({"accounts", "get", "a@example.com"})).code != 0;
    running.signal(SIGKILL);
    static_cast<void>(running.wait_for_end());
    return words;
}

BOOST_AUTO_TEST_CASE(row_that_was_never_applied_is_sent_however_slow_this_clock_is)
{
    // The service's clock is six hours ahead. So is the login time with which the row's time is compared.
    service_run service({"--date-offset", "21600", "--fault", "stall,method=POST,nth=2,applied=before"});
    BOOST_TEST(run_discreetly(service.command({"accounts", "upsert", "a@example.com"})).code == 0);
    std::vector<std::string> words = kill_import(service, false);
    words.emplace_back("--verify");
    const finished verified = run_discreetly(service.command(words));
    BOOST_TEST(verified.code == 0, verified.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 3U);
}

BOOST_AUTO_TEST_CASE(row_that_was_applied_is_not_sent_again_however_fast_this_clock_is)
{
    // The login takes longer than a second, which is the precision of a Date.
    service_run service({"--date-offset", "-21600", "--login-delay", "1.5", "--fault",
                         "stall,method=POST,nth=1,applied=after"});
    std::vector<std::string> words = kill_import(service, true);
    words.emplace_back("--verify");
    const finished verified = run_discreetly(service.command(words));
    BOOST_TEST(verified.code == 0, verified.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 1U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
