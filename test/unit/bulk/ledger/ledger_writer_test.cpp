#include "unit/bulk/ledger/ledger_world.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

BOOST_AUTO_TEST_SUITE(ledger_writers)

// Other workers see the former lease until a commit is complete.
BOOST_AUTO_TEST_CASE(lease_that_ends_while_a_commit_is_under_way_is_lost)
{
    boost::asio::io_context context;
    const auto work = boost::asio::make_work_guard(context);
    std::atomic<ledger_writer::clock::duration> time{1000s};
    const auto store = std::make_shared<scripted_store::shared_state>();
    store->is_shared = true;
    ledger_writer writer(
        context, std::make_unique<scripted_store>(store), [](const std::string&) {},
        [](const std::string&) {}, [&time] { return ledger_writer::clock::time_point(time.load()); });
    const std::uint64_t before = writer.lease_number();
    // The lease is 60 s: the commit begins in time, and ends too late.
    time = time.load() + 40s;
    {
        const std::lock_guard lock(store->mutex);
        store->on_commit = [&time] { time = time.load() + 30s; };
    }
    bool flushed = false;
    writer.flush([&flushed] { flushed = true; });
    while (!flushed)
        BOOST_TEST_REQUIRE(context.run_one() == 1U);
    BOOST_TEST(writer.lease_number() != before);
}

// The clock of a database may be set, or another server with another clock takes over.
BOOST_AUTO_TEST_CASE(lease_that_the_ledger_finds_to_be_over_is_lost)
{
    boost::asio::io_context context;
    const auto work = boost::asio::make_work_guard(context);
    for (const bool is_out_of_reach : {false, true}) {
        const auto store = std::make_shared<scripted_store::shared_state>();
        store->is_shared = true;
        ledger_writer writer(
            context, std::make_unique<scripted_store>(store), [](const std::string&) {},
            [](const std::string&) {});
        const auto flush = [&] {
            bool flushed = false;
            writer.flush([&flushed] { flushed = true; });
            while (!flushed)
                BOOST_TEST_REQUIRE(context.run_one() == 1U);
        };
        flush();
        const std::uint64_t before = writer.lease_number();
        flush();
        BOOST_TEST(writer.lease_number() == before);
        {
            const std::lock_guard lock(store->mutex);
            store->lost_leases = 1;
            store->is_lost_for = is_out_of_reach ? 1 : 0;
        }
        flush();
        BOOST_TEST(writer.lease_number() != before);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
