#include "crash/child.hpp"
#include "crash/postgres_server.hpp"
#include "crash/slow_relay.hpp"
#include "crash/workplace.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

/// Workers of one ledger, and what they are to do.
class shared_ledger
{
public:
    explicit shared_ledger(std::size_t rows, emulator::options of_service = emulator::options())
        : work(rows), service(of_service.login_delay(10ms))
    {
    }

    std::vector<std::string> import_of(const workplace& which, std::vector<std::string> options = {}) const
    {
        options.insert(options.end(), {"--ledger", url, "--results", ""});
        return which.import_into(service, options);
    }

    /// What a status says of it now.
    std::string status() const
    {
        const std::string output = work.folder().path("status.txt");
        std::filesystem::remove(output);
        BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, output) == 0);
        return read_file(output);
    }

    std::uint64_t posts() const { return service.statistics().requests.posts; }

    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work;
    const emulator::background_server service;
};

void wait_until(child& while_it_runs, const workplace& of, const auto& it_is_so)
{
    while (!it_is_so())
        BOOST_TEST_REQUIRE(!while_it_runs.wait_for(10ms).has_value(), of.said());
}

void wait_for_dead_workers_to_leave(const shared_ledger& ledger)
{
    const auto limit = std::chrono::steady_clock::now() + 30s;
    while (ledger.status().find("worker ") != std::string::npos)
        BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() < limit), ledger.status());
}

BOOST_AUTO_TEST_SUITE(workers_of_one_ledger, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(worker_with_another_file_or_token_is_refused_while_others_work)
{
    const shared_ledger all(200);
    // The input has the same name and the same first account, as copies on many machines have.
    const workplace other(205);
    child first(all.import_of(all.work, {"--rate", "50"}), api_token, all.work.output());
    wait_until(first, all.work, [&] { return all.posts() >= 10; });
    BOOST_TEST(run(all.import_of(other), api_token, other.output()) == 2);
    BOOST_TEST(other.said().find("other workers send another file") != std::string::npos, other.said());
    BOOST_TEST(run(all.import_of(all.work, {"--yes"}), "user:9-also-kept-to-ourselves", other.output()) == 2);
    BOOST_TEST(other.said().find("other workers send with another API token") != std::string::npos,
               other.said());
    BOOST_TEST(first.wait() == 0, all.work.said());
    BOOST_TEST(all.posts() == all.work.rows());
    // No lease is in force any more: a file that was corrected is welcome.
    BOOST_TEST(run(all.import_of(other), api_token, other.output()) == 0, other.said());
    BOOST_TEST(all.posts() == other.rows());
    all.work.check_secrets();
}

BOOST_AUTO_TEST_CASE(worker_that_slept_while_another_file_was_sent_sends_nothing_more)
{
    const shared_ledger all(200);
    const workplace other(205);
    child slept(all.import_of(all.work, {"--rate", "50", "--lease", "1"}), api_token, all.work.output());
    wait_until(slept, all.work, [&] { return all.posts() >= 10; });
    slept.signal(SIGSTOP);
    wait_for_dead_workers_to_leave(all);
    BOOST_TEST(run(all.import_of(other), api_token, other.output()) == 0, other.said());
    const std::uint64_t before = all.posts();
    slept.signal(SIGCONT);
    const int code = slept.wait();
    BOOST_TEST(code != 0);
    BOOST_TEST(all.work.said().find("another import was begun") != std::string::npos, all.work.said());
    // No more than what was in flight.
    BOOST_TEST(all.posts() <= before + 16);
}

BOOST_AUTO_TEST_CASE(failure_that_is_settled_is_not_tried_anew_by_a_later_worker_of_the_run)
{
    const auto sent = std::make_shared<std::atomic<int>>(0);
    const shared_ledger all(300, emulator::options()
                                     .add_fault("status=503,email=user3@example.com,method=POST")
                                     .log([sent](std::string_view line) {
                                         *sent += line.find("/user3@") != std::string_view::npos ||
                                                  line.find("/user3%40") != std::string_view::npos;
                                     }));
    const auto is_settled = [&] {
        return all.database.ask(
                   "run", "SELECT state FROM useapi_account WHERE email = 'user3@example.com'") == "failed\n";
    };
    child first(all.import_of(all.work, {"--rate", "50", "--max-attempts", "1"}), api_token,
                all.work.output());
    wait_until(first, all.work,
               [&] { return all.database.ask("run", "SELECT to_regclass('useapi_account')") != "\n"; });
    wait_until(first, all.work, is_settled);
    const int tries = *sent;
    BOOST_TEST(tries > 0);
    child second(all.import_of(all.work, {"--max-attempts", "1"}), api_token, all.work.output());
    BOOST_TEST(first.wait() == 1, all.work.said());
    BOOST_TEST(second.wait() == 1, all.work.said());
    BOOST_TEST(*sent == tries);
    // The next run tries it again, and takes it for an outage: no other row is left.
    BOOST_TEST(run(all.import_of(all.work, {"--max-attempts", "1", "--wait-for-service", "1"}), api_token,
                   all.work.output()) != 0);
    BOOST_TEST(*sent > tries);
}

// An outage of the database outlasts the leases of all workers. Each finds a row that it had claimed and does
// not send any more, since it may have; and no import ends while it waits for such a row of another worker.
BOOST_AUTO_TEST_CASE(row_that_a_worker_keeps_after_its_lease_ended_holds_up_no_other_worker)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    bulk::ledger_purpose purpose;
    purpose.identity.base_url = "https://api.example/v1";
    purpose.rules.may_repeat = false;
    purpose.lease = 2s;
    purpose.fingerprint = [](const bulk::ledger_salt&) { return bulk::work_fingerprint(); };
    const auto first = bulk::open_ledger(url, purpose);
    const auto second = bulk::open_ledger(url, purpose);
    const auto claim = [](bulk::ledger_store& by, const std::string& email, bool was_begun = false) {
        std::vector<bulk::ledger_claim> one{{bulk::row_key("", email), bulk::row_digest{1}, 1}};
        one.front().was_begun = was_begun;
        return by.commit({}, one).at(0).step;
    };
    BOOST_TEST((claim(*first, "a@example.com") == bulk::next_step::send));
    BOOST_TEST((claim(*second, "b@example.com") == bulk::next_step::send));
    BOOST_TEST((claim(*second, "a@example.com") == bulk::next_step::wait));
    const auto limit = std::chrono::steady_clock::now() + 30s;
    while (database.ask("run", "SELECT count(*) FROM useapi_worker WHERE lease_until > clock_timestamp()") !=
           "0\n")
        BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() < limit));

    BOOST_TEST((claim(*first, "a@example.com", true) == bulk::next_step::keep));
    BOOST_TEST((claim(*second, "b@example.com", true) == bulk::next_step::keep));
    BOOST_TEST((claim(*second, "a@example.com") == bulk::next_step::keep));
    BOOST_TEST((claim(*first, "b@example.com") == bulk::next_step::keep));
}

BOOST_AUTO_TEST_CASE(dead_workers_leave_the_status_and_then_the_ledger)
{
    const shared_ledger all(200);
    const std::vector<std::string> words = all.import_of(all.work, {"--rate", "50", "--lease", "1"});
    child victim(words, api_token, all.work.output());
    wait_until(victim, all.work, [&] { return all.posts() >= 10; });
    BOOST_TEST(all.status().find("worker ") != std::string::npos);
    victim.signal(SIGKILL);
    BOOST_TEST(victim.wait() == -SIGKILL);
    wait_for_dead_workers_to_leave(all);
    child next(words, api_token, all.work.output());
    wait_until(next, all.work,
               [&] { return all.database.ask("run", "SELECT count(*) FROM useapi_worker") == "1\n"; });
    BOOST_TEST(next.wait() == 0, all.work.said());
}

BOOST_AUTO_TEST_CASE(role_that_may_create_nothing_works_in_tables_that_the_owner_made)
{
    const shared_ledger all(50);
    all.database.ask("run", "CREATE ROLE worker LOGIN");
    const std::string of_worker = all.database.url_of("worker", "run");
    const std::vector<std::string> words = all.work.import_into(all.service, {"--ledger", of_worker});
    BOOST_TEST(run(words, api_token, all.work.output()) == 2);
    BOOST_TEST(all.work.said().find("useapi ledger init") != std::string::npos, all.work.said());

    const std::string made = all.work.folder().path("made.txt");
    BOOST_TEST(run({"ledger", "init", all.url}, api_token, made) == 0, read_file(made));
    // A second `ledger init` does no harm, also while a session holds the tables.
    BOOST_TEST(run({"ledger", "init", all.url}, api_token, all.work.output()) == 0, all.work.said());
    BOOST_TEST(run({"accounts", "status", "--ledger", all.url}, api_token, all.work.output()) == 2);
    BOOST_TEST(all.work.said().find("holds no ledger") != std::string::npos, all.work.said());

    std::istringstream lines(read_file(made));
    int granted = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("GRANT "))
            continue;
        line.replace(line.find("WORKER"), 6, "worker");
        all.database.ask("run", line);
        ++granted;
    }
    BOOST_TEST(granted == 3);
    BOOST_TEST(run(words, api_token, all.work.output()) == 0, all.work.said());
    BOOST_TEST(all.posts() == all.work.rows());
    BOOST_TEST(run({"accounts", "status", "--ledger", of_worker}, api_token, all.work.output()) == 0);
}

BOOST_AUTO_TEST_CASE(schema_that_the_owner_names_is_made)
{
    const shared_ledger all(5);
    const std::string tonight = all.url + "&options=-csearch_path%3Dtonight";
    BOOST_TEST(run({"ledger", "init", tonight}, api_token, all.work.output()) == 0, all.work.said());
    BOOST_TEST(all.work.said().find("ON SCHEMA \"tonight\" TO WORKER") != std::string::npos, all.work.said());
    BOOST_TEST(run(all.work.import_into(all.service, {"--ledger", tonight}), api_token, all.work.output()) ==
                   0,
               all.work.said());
    BOOST_TEST(all.database.ask("run", "SELECT count(*) FROM tonight.useapi_account") == "5\n");
}

// A worker that starts must not wait for the others, nor they for it.
BOOST_AUTO_TEST_CASE(worker_starts_while_another_session_uses_every_table)
{
    const shared_ledger all(5);
    BOOST_TEST(run({"ledger", "init", all.url}, api_token, all.work.output()) == 0, all.work.said());
    // Locks the tables as a worker's transaction does: a statement that has to wait for a worker waits here.
    std::thread holder([&] {
        all.database.try_to_ask("run", "SET application_name TO 'holder'; BEGIN; LOCK TABLE useapi_run, "
                                       "useapi_account, useapi_worker IN ROW EXCLUSIVE MODE; "
                                       "SELECT pg_sleep(60); COMMIT");
    });
    const auto limit = std::chrono::steady_clock::now() + 30s;
    const std::string sleeps = "application_name = 'holder' AND wait_event = 'PgSleep'";
    while (all.database.ask("run", "SELECT count(*) FROM pg_stat_activity WHERE " + sleeps) != "1\n" &&
           std::chrono::steady_clock::now() < limit) {
    }
    BOOST_TEST(run(all.import_of(all.work), api_token, all.work.output()) == 0, all.work.said());
    all.database.ask("run", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + sleeps);
    holder.join();
}

BOOST_AUTO_TEST_CASE(doctor_shows_how_a_shared_ledger_is_reached)
{
    const shared_ledger all(1);
    const slow_relay relay(all.database.socket(), 0ms);
    const auto doctor = [&](const std::string& url) {
        const std::string output = all.work.folder().path("doctor.txt");
        std::filesystem::remove(output);
        const int code = run({"doctor", "--ledger", url, "--base-url", all.service.base_url(), "--ca-file",
                              all.service.ca_file().string()},
                             api_token, output);
        return std::pair(code, read_file(output));
    };
    const auto [local, of_socket] = doctor(all.url);
    BOOST_TEST(local == 0, of_socket);
    BOOST_TEST(of_socket.find("by a socket of this machine") != std::string::npos, of_socket);
    const std::string by_tcp = "postgresql://useapi@127.0.0.1:" + std::to_string(relay.port()) + "/run";
    const auto [open, of_tcp] = doctor(by_tcp);
    BOOST_TEST(open == 0, of_tcp);
    BOOST_TEST(of_tcp.find("without TLS (sslmode=prefer)") != std::string::npos, of_tcp);
    BOOST_TEST(of_tcp.find("sslmode=verify-full") != std::string::npos, of_tcp);
    const auto [strict, refused] = doctor(by_tcp + "?sslmode=verify-full");
    BOOST_TEST(strict == 4, refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
