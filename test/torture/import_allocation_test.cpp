#include "crash/workplace.hpp"
#include "integration/client/loopback.hpp"
#include "torture/allocations.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace useapi;
using namespace useapi::testing;
using useapi::crash::workplace;

BOOST_AUTO_TEST_SUITE(allocations_of_imports)

namespace {

/** How an import ended in which one allocation failed. */
enum ending : int
{
    completed,  ///< every row is registered
    incomplete, ///< and its exit code says so
    thrown,     ///< by the import, or by the io_context
    endless,
    no_failure ///< the import needs fewer allocations
};

/** More than an import needs. */
constexpr unsigned never = 1'000'000;

ending import_rows(const workplace& work, const emulator::background_server& service,
                   const std::string& results, allocator whose, unsigned nth)
{
    asio::io_context context(1);
    client_options chosen{secret(std::string(crash::api_token))};
    chosen.base_url(service.base_url()).ca_file(service.ca_file().string()).seed(1);
    chosen.timeout(900ms).attempt_timeout(300ms).connect_timeout(200ms).retry(
        retry_options().base_delay(5ms));
    const client c(context, chosen);
    std::optional<bulk::import_summary> summary;
    const failing_allocation failing(whose, nth);
    try {
        bulk::import run(bulk::import_options(work.input()).ledger(work.ledger()).results(results));
        run.check();
        run.async_run(c, [&summary](bulk::import_summary ended) { summary = std::move(ended); });
        context.run_for(20s);
    } catch (const std::exception&) {
        return thrown;
    }
    if (!summary)
        return endless;
    if (!failing.happened())
        return no_failure;
    return summary->exit_code() == 0 ? completed : incomplete;
}

/** @return what waitpid() says of a process in which an allocation failed */
int status_of_a_process(const workplace& work, const emulator::background_server& service,
                        const std::string& results, allocator whose, unsigned nth)
{
    const pid_t process = ::fork();
    if (process == 0) {
        // std::terminate() says why, and is expected.
        if (!std::freopen("/dev/null", "w", stderr))
            ::_exit(endless);
        for (const int number : {SIGABRT, SIGSEGV, SIGALRM})
            ::signal(number, SIG_DFL);
        ::alarm(60);
        ::_exit(import_rows(work, service, results, whose, nth));
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    return status;
}

/** The service has every row that the results call registered. */
void check_results(const std::string& results, const emulator::background_server& service)
{
    const auto stored = service.accounts(crash::api_token);
    std::ifstream lines(results);
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code cut_off;
        const auto row = boost::json::parse(line, cut_off);
        if (cut_off || row.at("outcome").as_string() != "registered")
            continue;
        BOOST_TEST(stored.contains(row.at("email").as_string().c_str()), line);
    }
}

struct endings
{
    unsigned counts[no_failure + 1]{};
    unsigned terminated = 0;
    unsigned crashed = 0;
};

/** Lets one of so many allocations fail, each in a process and with a ledger of its own. Afterwards the next
    import with the ledger registers what is left. */
endings let_fail(allocator whose, unsigned step)
{
    {
        // What is made once in a process is made here, and its failure is left out.
        const emulator::background_server service{emulator::options()};
        const workplace work(1);
        import_rows(work, service, work.folder().path("results.ndjson"), whose, never);
    }
    endings all;
    if (std::getenv("USEAPI_EVERY_ALLOCATION"))
        step = 1;
    for (unsigned nth = 1; all.counts[no_failure] == 0; nth += step) {
        BOOST_TEST_CONTEXT("allocation " << nth)
        {
            const emulator::background_server service{emulator::options()};
            const workplace work(3);
            const std::string results = work.folder().path("results.ndjson");
            const int status = status_of_a_process(work, service, results, whose, nth);
            if (WIFSIGNALED(status)) {
                ++(WTERMSIG(status) == SIGABRT ? all.terminated : all.crashed);
                BOOST_TEST_MESSAGE("signal " << WTERMSIG(status));
            } else {
                const int ended = WEXITSTATUS(status);
                BOOST_TEST_REQUIRE(ended <= no_failure);
                ++all.counts[ended];
                BOOST_TEST(ended != endless);
                if (ended == completed)
                    BOOST_TEST(service.accounts(crash::api_token).size() == work.rows());
            }
            check_results(results, service);
            BOOST_TEST(import_rows(work, service, work.folder().path("again.ndjson"), whose, never) ==
                       no_failure);
            work.check(service);
            work.check_secrets();
        }
    }
    BOOST_TEST_MESSAGE(all.counts[completed] << " imports registered every row, " << all.counts[incomplete]
                                             << " did not, " << all.counts[thrown] << " threw; "
                                             << all.terminated << " processes were terminated, "
                                             << all.crashed << " crashed");
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(one_by_new_fails_and_the_next_import_loses_nothing)
{
    const endings all = let_fail(allocator::operator_new, 23);
    // Asio 1.81 crashes where it has no memory for the two parts of a strand, and each of three connections
    // has one.
    BOOST_TEST(all.crashed <= 6U);
    BOOST_TEST(all.counts[thrown] != 0U);
}

BOOST_AUTO_TEST_CASE(one_of_sqlite_fails_and_the_next_import_loses_nothing)
{
    const endings all = let_fail(allocator::sqlite, 41);
    BOOST_TEST(all.terminated == 0U);
    BOOST_TEST(all.crashed == 0U);
    BOOST_TEST(all.counts[incomplete] + all.counts[thrown] != 0U);
}

BOOST_AUTO_TEST_SUITE_END()
