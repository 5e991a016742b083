#include "bulk/ledger/ledger_store.hpp"
#include "crash/postgres_server.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::crash;

const row_key some_key("", "a@example.com");

std::unique_ptr<ledger_store> ledger_for_a_service_that_must_not_be_repeated(const std::string& url)
{
    ledger_purpose purpose;
    purpose.identity.input = "-";
    purpose.identity.base_url = "https://x";
    purpose.rules.may_repeat = false;
    return open_ledger(url, purpose);
}

ledger_claim some_claim()
{
    return ledger_claim(some_key, row_digest{1}, 2);
}

BOOST_AUTO_TEST_SUITE(claims_in_postgresql, *boost::unit_test::precondition(postgres_is_there))

// The writer repeats a commit whose answer it never got. The row was recorded as sent, and was not sent.
BOOST_AUTO_TEST_CASE(claim_that_is_repeated_is_admitted_again)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    for (int i = 0; i < 2; ++i) {
        const auto admissions = ledger->commit({}, {some_claim()});
        BOOST_TEST_REQUIRE(admissions.size() == 1U);
        BOOST_TEST((admissions.front().step == next_step::send), "commit " << i);
    }
}

BOOST_AUTO_TEST_CASE(claim_of_a_row_that_was_begun_is_not_admitted_again)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    ledger->commit({}, {some_claim()});
    ledger_claim begun = some_claim();
    begun.was_begun = true;
    BOOST_TEST((ledger->commit({}, {begun}).front().step == next_step::keep));
}

BOOST_AUTO_TEST_CASE(row_that_another_worker_left_as_sent_is_not_admitted)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    ledger_for_a_service_that_must_not_be_repeated(url)->commit({}, {some_claim()});
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(url);
    BOOST_TEST((ledger->commit({}, {some_claim()}).front().step == next_step::keep));
}

// By the database's clock the lease is over, and by the worker's it is not.
BOOST_AUTO_TEST_CASE(lease_that_the_database_ended_is_told_of)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    ledger->commit({}, {some_claim()});
    BOOST_TEST(ledger->lost_leases() == 0U);
    database.ask("run", "UPDATE useapi_worker SET lease_until = clock_timestamp() - interval '1 s'");
    ledger->commit({}, {});
    BOOST_TEST(ledger->lost_leases() == 1U);
    ledger->commit({}, {});
    BOOST_TEST(ledger->lost_leases() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
