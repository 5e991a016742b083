#include "bulk/ledger/ledger_reading.hpp"
#include "crash/child.hpp"
#include "crash/option.hpp"
#include "crash/postgres_server.hpp"
#include "crash/sending_watch.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"
#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

constexpr std::size_t workers = 4;
constexpr std::size_t concurrency = 16;

std::map<std::string, bulk::ledger_row> rows_by_email(bulk::ledger_reading& ledger)
{
    std::map<std::string, bulk::ledger_row> rows;
    ledger.for_each([&](const bulk::ledger_row& row) { rows.emplace(row.key.email, row); });
    return rows;
}

BOOST_AUTO_TEST_SUITE(workers_on_postgresql, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(workers_killed_at_random_register_every_account_once)
{
    const std::uint64_t accounts = option("--accounts", 2000);
    const std::uint64_t kills = option("--kills", 12);
    std::mt19937_64 random(option("--seed", 1));
    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work(accounts);
    // No fault makes a worker send a row again by itself: a row that is sent twice was taken over.
    const auto seen = std::make_shared<sending_watch>();
    const emulator::background_server service(emulator::options()
                                                  .seed(3)
                                                  .login_delay(20ms)
                                                  .add_fault("wrong-password,rate=0.01")
                                                  .log([seen](std::string_view line) { seen->take(line); }));
    const std::vector<std::string> words =
        work.import_into(service, {"--ledger", url, "--lease", "2", "--results", ""});
    std::array<std::optional<child>, workers> running;
    for (auto& each : running)
        each.emplace(words, api_token, work.output());

    // Killed while there is work left: a worker that ended has found every row settled.
    std::uniform_int_distribution<int> pause(100, 600);
    std::uint64_t killed = 0;
    while (killed < kills) {
        auto& victim = running[random() % workers];
        if (victim->wait_for(std::chrono::milliseconds(pause(random))))
            break;
        victim->signal(SIGKILL);
        BOOST_TEST(victim->wait() == -SIGKILL);
        ++killed;
        victim.reset();
        victim.emplace(words, api_token, work.output());
    }
    BOOST_TEST_MESSAGE(killed << " kills of " << workers << " workers, " << accounts << " accounts");
    BOOST_TEST(killed > 0U);
    for (auto& each : running)
        BOOST_TEST(each->wait() == 1, work.said()); // some are refused
    BOOST_TEST(seen->overlaps() == 0U);

    const auto ledger = bulk::read_ledger(url);
    BOOST_TEST(ledger->run().rows == accounts);
    work.check(service, rows_by_email(*ledger));
    work.check_secrets();
    const auto posts = service.statistics().requests.posts;
    BOOST_TEST_MESSAGE(posts << " POSTs");
    BOOST_TEST(posts <= accounts + killed * concurrency);
    BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, work.output()) == 0);
    BOOST_TEST(work.said().find(" 0 sent, 0 pending") != std::string::npos);
}

// Rows of profiles are claimed long before their turn comes.
BOOST_AUTO_TEST_CASE(worker_stopped_beyond_its_lease_leaves_its_rows_of_profiles_to_the_other)
{
    constexpr std::size_t rows_a_profile = 150;
    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work(0);
    std::string rows = "email,password,maxJobs,profile\n";
    for (const std::string profile : {"eu", "us"}) {
        for (std::size_t i = 0; i < rows_a_profile; ++i)
            rows += "user" + std::to_string(i) + "@example.com,sesame-" + profile + ",5," + profile + '\n';
    }
    const std::string input = work.folder().file("of-profiles.csv", rows);
    const std::string profiles = work.folder().file(
        "profiles.toml", "[profiles.eu]\ntoken = \"user:1-kept-to-ourselves-eu\"\nmax_logins = 2\n"
                         "[profiles.us]\ntoken = \"user:1-kept-to-ourselves-us\"\nmax_logins = 2\n");
    std::filesystem::permissions(profiles,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const emulator::background_server service(emulator::options().login_delay(20ms));
    const std::vector<std::string> words{"accounts",
                                         "import",
                                         input,
                                         "--profiles",
                                         profiles,
                                         "--ledger",
                                         url,
                                         "--lease",
                                         "1",
                                         "--base-url",
                                         service.base_url(),
                                         "--ca-file",
                                         service.ca_file().string()};
    child stopped(words, api_token, work.output());
    while (service.statistics().requests.posts < 10)
        BOOST_TEST_REQUIRE(!stopped.wait_for(10ms).has_value(), work.said());
    stopped.signal(SIGSTOP);
    BOOST_TEST(child(words, api_token, work.output()).wait() == 0, work.said());
    BOOST_TEST(service.accounts("user:1-kept-to-ourselves-eu").size() == rows_a_profile);
    BOOST_TEST(service.accounts("user:1-kept-to-ourselves-us").size() == rows_a_profile);
    stopped.signal(SIGCONT);
    BOOST_TEST(stopped.wait() == 0, work.said());
    // Both workers send the rows that were in flight when the first was stopped, or whose end was not
    // recorded.
    const auto posts = service.statistics().requests.posts;
    BOOST_TEST_MESSAGE(posts << " POSTs of " << 2 * rows_a_profile << " rows");
    BOOST_TEST(posts <= 2 * rows_a_profile + concurrency);
}

BOOST_AUTO_TEST_CASE(import_goes_on_over_a_lost_connection_and_a_restart_of_the_server)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work(2500);
    const emulator::background_server service(emulator::options().login_delay(5ms));
    const auto times_said = [&](std::string_view line) {
        const std::string said = work.said();
        std::size_t times = 0;
        for (std::size_t at = said.find(line); at != std::string::npos; at = said.find(line, at + 1))
            ++times;
        return times;
    };
    child import(work.import_into(service, {"--ledger", url, "--results", "", "--rate", "300"}), api_token,
                 work.output());
    const auto wait_until = [&](const auto& it_is_so) {
        while (!it_is_so())
            BOOST_TEST_REQUIRE(!import.wait_for(10ms).has_value(), work.said());
    };
    wait_until([&] { return service.statistics().requests.posts >= 100; });
    database.ask("run", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE application_name = 'useapi'");
    wait_until([&] { return times_said("the ledger answers again, after ") == 1; });
    database.restart();
    wait_until([&] { return times_said("the ledger answers again, after ") == 2; });
    database.restart("immediate");
    wait_until([&] { return times_said("the ledger answers again, after ") == 3; });
    BOOST_TEST(import.wait() == 0, work.said());
    BOOST_TEST(times_said("run: lost its connection: ") == 3U, work.said());
    // The lease held, so no row was sent twice.
    BOOST_TEST(service.statistics().requests.posts == work.rows());
    const auto ledger = bulk::read_ledger(url);
    work.check(service, rows_by_email(*ledger));
}

BOOST_AUTO_TEST_CASE(import_waits_for_a_database_that_takes_no_writes)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work(1000);
    const emulator::background_server service(emulator::options().login_delay(5ms));
    child import(work.import_into(service, {"--ledger", url, "--results", "", "--rate", "300"}), api_token,
                 work.output());
    const auto wait_until = [&](const auto& it_is_so) {
        while (!it_is_so())
            BOOST_TEST_REQUIRE(!import.wait_for(10ms).has_value(), work.said());
    };
    const auto is_said = [&](std::string_view text) { return work.said().find(text) != std::string::npos; };
    wait_until([&] { return service.statistics().requests.posts >= 100; });
    database.refuse_writes(true);
    wait_until([&] { return is_said("takes no writes: "); });
    BOOST_TEST(is_said("it is asked again for up to 120 s"), work.said());
    database.refuse_writes(false);
    wait_until([&] { return is_said("the ledger answers again, after "); });
    BOOST_TEST(import.wait() == 0, work.said());
    BOOST_TEST(service.statistics().requests.posts == work.rows());
    const auto ledger = bulk::read_ledger(url);
    work.check(service, rows_by_email(*ledger));
}

// Roles of a ledger have settings of their own.
BOOST_AUTO_TEST_CASE(ledger_reads_the_same_whatever_the_settings_of_a_role)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const emulator::background_server service{emulator::options()};
    const workplace work(5);
    BOOST_TEST(run(work.import_into(service, {"--ledger", url}), api_token, work.output()) == 0, work.said());
    const auto rows = rows_by_email(*bulk::read_ledger(url));
    BOOST_TEST(rows.size() == 5U);
    const std::string of_admin = database.url_of("admin", "run");
    BOOST_TEST((rows_by_email(*bulk::read_ledger(of_admin)) == rows));
    BOOST_TEST(run(work.import_into(service, {"--ledger", of_admin}), api_token, work.output()) == 0,
               work.said());
    BOOST_TEST(service.statistics().requests.posts == 5U);
}

BOOST_AUTO_TEST_CASE(database_whose_schema_or_encoding_cannot_hold_a_ledger_is_refused_in_one_line)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const emulator::background_server service{emulator::options()};
    const workplace work(5);
    const std::string nowhere = url + "&options=-csearch_path%3Dnowhere";
    BOOST_TEST(run(work.import_into(service, {"--ledger", nowhere}), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("no schema of its search_path exists: nowhere") != std::string::npos,
               work.said());
    database.ask("postgres", "CREATE DATABASE latin OWNER useapi ENCODING LATIN1 TEMPLATE template0");
    const std::string latin = database.url_of("useapi", "latin");
    BOOST_TEST(run(work.import_into(service, {"--ledger", latin}), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("its encoding is LATIN1") != std::string::npos, work.said());
    BOOST_TEST(service.statistics().requests.posts == 0U);
}

BOOST_AUTO_TEST_CASE(worker_stopped_in_a_transaction_holds_up_no_other)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work(1500);
    const emulator::background_server service(emulator::options().login_delay(5ms));
    const std::vector<std::string> words = work.import_into(
        service, {"--ledger", url, "--results", "", "--lease", "1", "--concurrency", "4", "--rate", "100"});
    child stopped(words, api_token, work.output());
    while (service.statistics().requests.posts == 0)
        BOOST_TEST_REQUIRE(!stopped.wait_for(10ms).has_value(), work.said());
    do {
        stopped.signal(SIGCONT);
        BOOST_TEST_REQUIRE(!stopped.wait_for(5ms).has_value(), work.said());
        stopped.signal(SIGSTOP);
    } while (database.ask("run", "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'useapi' "
                                 "AND state = 'idle in transaction'") != "1\n");
    BOOST_TEST(run(work.import_into(service, {"--ledger", url, "--results", ""}), api_token, work.output()) ==
                   0,
               work.said());
    stopped.signal(SIGCONT);
    const int code = stopped.wait();
    BOOST_TEST(code == 0, code << ": " << work.said());
    BOOST_TEST(service.accounts(api_token).size() == work.rows());
    BOOST_TEST(service.statistics().requests.posts <= work.rows() + concurrency);
}

BOOST_AUTO_TEST_CASE(secrets_of_the_url_are_in_no_message)
{
    const workplace work(1);
    for (const std::string url :
         {"postgresql://me:hush-hush@127.0.0.1:1/run", "postgresql://me:hush-hush@/run?host=/no",
          "postgresql://me:hush-hush/x@127.0.0.1:1/run", "postgresql://me:hush-hush@x@127.0.0.1:1/run",
          "postgres://127.0.0.1:1/run?password=hush-hush"}) {
        BOOST_TEST_CONTEXT(url)
        {
            try {
                bulk::read_ledger(url);
                BOOST_ERROR("no server listens there");
            } catch (const exception& refused) {
                BOOST_TEST(refused.reason().message().find("hush") == std::string::npos);
                BOOST_TEST(refused.reason().message().find("ledger postgresql://") != std::string::npos);
            }
            BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, work.output()) == 2);
            BOOST_TEST(run({"accounts", "import", work.input(), "--ledger", url}, api_token, work.output()) ==
                       2);
        }
    }
    BOOST_TEST(work.said().find("hush") == std::string::npos, work.said());
    BOOST_TEST(work.said().find("PGPASSWORD") != std::string::npos, work.said());
}

BOOST_AUTO_TEST_CASE(database_of_another_run_is_refused)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const emulator::background_server service{emulator::options()};
    const emulator::background_server other{emulator::options()};
    const workplace work(5);
    BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("holds no ledger") != std::string::npos, work.said());
    BOOST_TEST(run(work.import_into(service, {"--ledger", url}), api_token, work.output()) == 0, work.said());
    BOOST_TEST(run(work.import_into(service, {"--ledger", url}), api_token, work.output()) == 0, work.said());
    BOOST_TEST(service.statistics().requests.posts == 5U);
    BOOST_TEST(run(work.import_into(other, {"--ledger", url}), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("it belongs to the service at") != std::string::npos, work.said());
    BOOST_TEST(other.statistics().requests.posts == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
