#define BOOST_TEST_MODULE integration_bulk
#include "integration/client/loopback.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::testing;

namespace {

std::string email_of(int number)
{
    return "user" + std::to_string(number) + "@example.com";
}

std::string password_of(int number)
{
    return " pass,\"word\" " + std::to_string(number);
}

/** A folder with an input of so many rows, and the results of its import. */
class workplace
{
public:
    explicit workplace(int rows)
        : folder_(std::filesystem::temp_directory_path() /
                  ("useapi-integration-bulk-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder_);
        std::ofstream input(this->input());
        input << "email,password,maxJobs\n";
        for (int i = 0; i < rows; ++i)
            input << email_of(i) << ",\" pass,\"\"word\"\" " << i << "\"," << 1 + i % 10 << '\n';
    }

    workplace(const workplace&) = delete;
    workplace& operator=(const workplace&) = delete;

    ~workplace() { std::filesystem::remove_all(folder_); }

    std::string input() const { return (folder_ / "accounts.csv").string(); }

    std::string output() const { return (folder_ / "results.ndjson").string(); }

    /** The outcome of each email, as the results file has it. */
    std::map<std::string, std::string> outcomes() const
    {
        std::map<std::string, std::string> found;
        std::ifstream results(output());
        for (std::string line; std::getline(results, line);) {
            const auto object = boost::json::parse(line).as_object();
            const std::string email(object.at("email").as_string().c_str());
            BOOST_TEST(!found.contains(email));
            found[email] = object.at("outcome").as_string().c_str();
        }
        return found;
    }

private:
    std::filesystem::path folder_;
};

/** Runs a checked import to its end. */
import_summary summary_of(import& run, const client& c, asio::io_context& context)
{
    std::optional<import_summary> summary;
    run.async_run(c, [&summary](import_summary ended) { summary = std::move(ended); });
    context.run();
    BOOST_TEST_REQUIRE(summary.has_value());
    return std::move(*summary);
}

void check_accounts(const emulator::background_server& service, int rows)
{
    const auto stored = service.accounts(api_token);
    BOOST_TEST(stored.size() == static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) {
        const auto found = stored.find(email_of(i));
        BOOST_TEST_REQUIRE((found != stored.end()));
        BOOST_TEST(found->second.password() == password_of(i));
        BOOST_TEST(found->second.max_jobs() == 1 + i % 10);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(imports_over_loopback)

BOOST_AUTO_TEST_CASE(import_registers_every_row_with_its_data_in_spite_of_faults)
{
    constexpr int rows = 300;
    const workplace work(rows);
    emulator::background_server service{emulator::options()
                                            .seed(5)
                                            .add_fault("status=429,retry-after=none,rate=0.05")
                                            .add_fault("status=503,rate=0.03")
                                            .add_fault("reset=after-request,rate=0.03")
                                            .add_fault("truncate,rate=0.02")
                                            .add_fault("close=silent,rate=0.05")};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).results(work.output()));
    BOOST_TEST(run.check().rows == static_cast<std::uint64_t>(rows));
    const import_summary summary = summary_of(run, c, context);
    BOOST_TEST(summary.exit_code() == 0);
    BOOST_TEST(summary.applied == static_cast<std::uint64_t>(rows));
    BOOST_TEST(summary.retried > 0U);
    check_accounts(service, rows);
    BOOST_TEST(work.outcomes().size() == static_cast<std::size_t>(rows));
}

BOOST_AUTO_TEST_CASE(import_survives_a_restart_of_the_service_in_its_middle)
{
    constexpr int rows = 200;
    const workplace work(rows);
    emulator::background_server service{emulator::options().login_delay(5ms)};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).results(work.output()));
    run.check();
    std::optional<import_summary> summary;
    run.async_run(c, [&summary](import_summary ended) { summary = std::move(ended); });

    while (run.snapshot().applied < 50)
        context.run_one();
    service.stop();
    // The service is away until calls have failed and their rows wait for another one.
    while (run.snapshot().waiting_again == 0)
        context.run_one();
    service.restart();
    context.run();

    BOOST_TEST_REQUIRE(summary.has_value());
    BOOST_TEST(summary->exit_code() == 0);
    BOOST_TEST(summary->applied == static_cast<std::uint64_t>(rows));
    check_accounts(service, rows);
}

BOOST_AUTO_TEST_CASE(import_with_a_refused_token_stops_at_once)
{
    const workplace work(200);
    emulator::background_server service{emulator::options().accept_token("user:9-zzzzzzzz")};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).results(work.output()));
    run.check();
    const import_summary summary = summary_of(run, c, context);
    BOOST_TEST(summary.exit_code() == 3);
    BOOST_TEST(service.statistics().requests.posts <= 16U);
    BOOST_TEST(work.outcomes().size() == 200U);
}

BOOST_AUTO_TEST_CASE(stopped_import_cancels_what_does_not_end_in_time)
{
    const workplace work(50);
    emulator::background_server service{emulator::options().add_fault("stall,email=" + email_of(7))};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).results(work.output()).grace(50ms));
    run.check();
    std::optional<import_summary> summary;
    run.async_run(c, [&summary](import_summary ended) { summary = std::move(ended); });
    while (run.snapshot().applied < 20)
        context.run_one();
    run.stop();
    context.run();
    BOOST_TEST(summary->exit_code() == 130);
    const auto outcomes = work.outcomes();
    BOOST_TEST(outcomes.size() == 50U);
    BOOST_TEST(outcomes.at(email_of(7)) == "unknown");
    BOOST_TEST(outcomes.at(email_of(49)) == "pending");
}

BOOST_AUTO_TEST_CASE(file_that_changes_after_its_check_is_not_trusted)
{
    const workplace work(20);
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).results(work.output()));
    run.check();
    std::ofstream(work.input(), std::ios::app) << "late@example.com,x,5\n";
    const import_summary summary = summary_of(run, c, context);
    BOOST_TEST(summary.exit_code() == 1);
    BOOST_TEST(!service.accounts(api_token).contains("late@example.com"));
}

// The ledger would be refused, and a user who gave it up would send every row again.
BOOST_AUTO_TEST_CASE(import_goes_on_with_its_ledger_where_its_input_was_moved)
{
    const workplace work(3);
    emulator::background_server service{emulator::options()};
    const auto rows_known_from = [&](const std::string& input) {
        asio::io_context context(1);
        const client c(context, options_for(service));
import run(import_options(input).ledger(work.output() + ".db"));
        run.check();
        return summary_of(run, c, context).from_ledger;
    };
    BOOST_TEST(rows_known_from(work.input()) == 0U);
    const auto moved = std::filesystem::path(work.input()).parent_path() / "later" / "accounts.csv";
    std::filesystem::create_directory(moved.parent_path());
    std::filesystem::rename(work.input(), moved);
    BOOST_TEST(rows_known_from(moved.string()) == 3U);
}

BOOST_AUTO_TEST_CASE(import_of_another_service_registers_every_row)
{
    constexpr int rows = 20;
    const workplace work(rows);
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
import run(import_options(work.input()).service("kling").results(work.output()));
    BOOST_TEST(run.check().rows == static_cast<std::uint64_t>(rows));
    const import_summary summary = summary_of(run, c, context);
    BOOST_TEST(summary.exit_code() == 0);
    BOOST_TEST(work.outcomes().size() == static_cast<std::size_t>(rows));
    BOOST_TEST(service.accounts(api_token).empty());
    BOOST_TEST(service.accounts(std::string(api_token) + " kling").size() == static_cast<std::size_t>(rows));
    BOOST_CHECK_THROW(import(import_options(work.input()).service("elsewhere")), exception);
    BOOST_CHECK_THROW(import(import_options(work.input()).service("kling").verify(true)), exception);
}

BOOST_AUTO_TEST_SUITE_END()
