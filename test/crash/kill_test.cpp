#include "crash/child.hpp"
#include "crash/option.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

constexpr std::size_t concurrency = 16;
constexpr std::size_t rows_a_life = 100;

// With this rate, an import never ends before it is killed for the last time.
constexpr std::string_view rate = "150";
constexpr auto longest_life = 1000ms;

/** @param faults  counts the POSTs that a fault hit */
emulator::options faulty(std::shared_ptr<std::atomic<std::uint64_t>> faults)
{
    return emulator::options()
        .seed(11)
        .log([faults](std::string_view line) {
            *faults += line.starts_with("POST ") && line.find(" fault ") != std::string_view::npos;
        })
        .login_delay(20ms)
        .add_fault("wrong-password,rate=0.01")
        .add_fault("status=503,rate=0.05")
        .add_fault("status=429,retry-after=none,rate=0.02")
        .add_fault("reset=after-request,rate=0.02")
        .add_fault("truncate,rate=0.01")
        .add_fault("close=silent,rate=0.05");
}

BOOST_AUTO_TEST_SUITE(killed_imports)

BOOST_AUTO_TEST_CASE(import_killed_at_random_instants_registers_every_account_once)
{
    const std::uint64_t kills = option("--kills", 20);
    const std::uint64_t seed = option("--seed", 1);
    BOOST_TEST_MESSAGE("kills " << kills << ", seed " << seed);
    const workplace work(kills * rows_a_life);
    const auto faults = std::make_shared<std::atomic<std::uint64_t>>();
    const emulator::background_server service(faulty(faults));
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int> life(0, static_cast<int>(longest_life.count()));

    for (std::uint64_t killed = 0; killed < kills; ++killed) {
        const auto sent = service.statistics().requests.posts;
        child import(work.import_into(service, {"--rate", std::string(rate)}), api_token, work.output());
        // Every other one has begun to send, however busy the machine is.
        while (killed % 2 == 0 && service.statistics().requests.posts == sent)
            BOOST_TEST_REQUIRE(!import.wait_for(1ms).has_value(), work.said());
        BOOST_TEST_REQUIRE(!import.wait_for(std::chrono::milliseconds(life(random))).has_value(),
                           work.said());
        import.signal(SIGKILL);
        BOOST_TEST(import.wait() == -SIGKILL);
        if (killed % 10 == 0)
            work.check_secrets();
    }
    const auto posts_before = service.statistics().requests.posts;
    const int code = run(work.import_into(service), api_token, work.output());
    BOOST_TEST(code == 1, work.said()); // some are refused

    const auto counts = service.statistics().requests;
    BOOST_TEST_MESSAGE(posts_before << " POSTs before the last run, " << counts.posts << " in all, "
                                    << *faults << " of them hit by a fault");
    BOOST_TEST(posts_before >= kills / 2);
    // Only rows that were in flight at a kill, or that a fault hit, were sent more than once.
    BOOST_TEST(counts.posts >= work.rows());
    BOOST_TEST(counts.posts - *faults <= work.rows() + kills * concurrency);
    work.check(service);
    BOOST_TEST(run({"accounts", "report", "--ledger", work.ledger(), "--json", "--html",
                    work.folder().path("report.html"), "--csv", work.folder().path("report.csv")},
                   api_token, work.output()) == 0);
    work.check_secrets();
}

BOOST_AUTO_TEST_CASE(import_that_is_stopped_and_continued_registers_every_account)
{
    const workplace work(1000);
    const emulator::background_server service(faulty(std::make_shared<std::atomic<std::uint64_t>>()));
    child import(work.import_into(service, {"--rate", "400", "--attempt-timeout", "1"}), api_token,
                 work.output());
    std::mt19937_64 random(option("--seed", 1));
    std::uniform_int_distribution<int> pause(0, 400);
    for (int i = 0; i < 4 && !import.wait_for(std::chrono::milliseconds(pause(random))); ++i) {
        import.signal(SIGSTOP);
        // Longer than an attempt may take, in every other case.
        BOOST_TEST(!import.wait_for(std::chrono::milliseconds(i % 2 == 0 ? 1200 : pause(random))));
        import.signal(SIGCONT);
    }
    BOOST_TEST(import.wait() == 1, work.said());
    work.check(service);
    work.check_secrets();
}

BOOST_AUTO_TEST_CASE(import_with_verify_asks_about_what_was_in_flight)
{
    const workplace work(600);
    const emulator::background_server service(emulator::options().login_delay(20ms));
    for (int i = 0; i < 3; ++i) {
        child import(work.import_into(service, {"--rate", "200", "--verify"}), api_token, work.output());
        const std::uint64_t wanted = service.statistics().requests.posts + 50;
        while (service.statistics().requests.posts < wanted)
            BOOST_TEST_REQUIRE(!import.wait_for(5ms).has_value(), work.said());
        import.signal(SIGKILL);
        import.wait();
    }
    BOOST_TEST(run(work.import_into(service, {"--verify"}), api_token, work.output()) == 0, work.said());
    const auto counts = service.statistics().requests;
    BOOST_TEST(counts.requests > counts.posts);
    BOOST_TEST_MESSAGE(counts.requests - counts.posts << " questions, " << counts.posts << " POSTs for "
                                                      << work.rows() << " rows");
    work.check(service);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
