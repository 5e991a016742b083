#include "crash/option.hpp"
#include "crash/postgres_server.hpp"
#include "simulation/branches.hpp"
#include "simulation/database/comparison/comparison.hpp"
#include "simulation/database/database_bugs.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace useapi::database_simulation;
using useapi::crash::option;
using useapi::crash::postgres_is_there;
using useapi::crash::postgres_server;
using useapi::simulation::mutation;
using useapi::simulation::put_in;

constexpr std::array expected_branches = std::to_array<std::string_view>({
    "answer: 25006",
    "answer: 25P02",
    "answer: 40P01",
    "answer: 42P01",
    "answer: 55P03",
    "answer: 57014",
    "database: a locked row was skipped",
    "database: a row was changed before it was locked",
    "database: a statement waited for another transaction",
    "database: a transaction was idle for too long",
    "ledger: a lease had ended",
});

constexpr std::uint64_t usual_count = 40;

/// A server, and a database for the comparison. What it writes is not on the disk, which takes less time.
class compared_server
{
public:
    compared_server()
    {
        server_.make_database("comparison");
        server_.ask("postgres", "ALTER SYSTEM SET fsync = off");
        server_.ask("postgres", "ALTER SYSTEM SET autovacuum = off");
        server_.ask("postgres", "SELECT pg_reload_conf()");
    }

    /// @return how the server and its model differ; nothing if they do the same
    std::optional<std::string> find_difference(std::uint64_t seed) const
    {
        comparison one(server_.url_of("admin", "comparison"), seed);
        try {
            one.run();
        } catch (const difference& found) {
            return "seed " + std::to_string(seed) + ":\n" + one.log() + "\n" + found.what();
        }
        return std::nullopt;
    }

private:
    postgres_server server_;
};

const compared_server& the_server()
{
    static const compared_server one;
    return one;
}

/// Puts a bug into the model as long as this object lives.
class wrong_model
{
public:
    explicit wrong_model(std::string_view bug) { BOOST_TEST_REQUIRE(put_in(bug, database_bugs())); }

    wrong_model(const wrong_model&) = delete;
    wrong_model& operator=(const wrong_model&) = delete;

    ~wrong_model() { put_in("", std::array{mutation{"", ""}}); }
};

BOOST_AUTO_TEST_SUITE(model_of_postgresql, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(model_does_what_the_server_does)
{
    const std::uint64_t first = option("--from", 1);
    const std::uint64_t count = option("--count", usual_count);
    for (std::uint64_t seed = first; seed != first + count; ++seed) {
        const auto found = the_server().find_difference(seed);
        BOOST_TEST_REQUIRE(!found, found.value_or(""));
    }
    if (count >= usual_count)
        BOOST_TEST(useapi::simulation::print_branches(std::cout, expected_branches));
}

// What finds no difference proves nothing.
BOOST_AUTO_TEST_CASE(wrong_model_differs_from_the_server)
{
    for (const std::string_view bug :
         {"lease_ignored", "owners_not_asked_for", "claims_not_locked", "entry_not_locked",
          "outcome_of_others_written", "ended_lease_is_renewed", "lease_not_renewed", "worker_not_removed"}) {
        const wrong_model model(bug);
        std::uint64_t seed = 1;
        while (seed <= usual_count && !the_server().find_difference(seed))
            ++seed;
        BOOST_TEST(seed <= usual_count, bug);
        BOOST_TEST_MESSAGE(bug << ": seed " << seed);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
