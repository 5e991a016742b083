#include "integration/bulk/abandoned_import.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::testing;

namespace {

/** Rows that are refused, repeated and registered, so that calls, the back-off and the end are met. */
emulator::options changing_moods()
{
    return emulator::options()
        .seed(5)
        .add_fault("status=503,rate=0.2")
        .add_fault("reset=after-request,rate=0.1");
}

/** Destroys the `io_context` after so many handlers; a new run can have the ledger at once. */
bool abandon_with_ledger_after(std::size_t handlers, const abandoned_place& work,
                               const emulator::background_server& service, left_behind left,
                               std::chrono::milliseconds patience = 10s, const between_handlers& act = {})
{
    const bool is_over = abandon_after(handlers, work, service, work.ledger(), left, patience, act);
    BOOST_TEST(can_be_opened(work, service, work.ledger()), "the ledger is in use after " << handlers);
    work.remove_ledger();
    return is_over;
}

using abandoner = std::function<bool(std::size_t, left_behind)>;

void abandon_everywhere(const abandoner& abandon)
{
    for (const auto left : {left_behind::nothing, left_behind::everything, left_behind::import_alone}) {
        constexpr std::size_t far_beyond = 2000;
        std::size_t handlers = 0;
        while (handlers < far_beyond && !abandon(handlers, left))
            handlers += handlers < 30 ? 1 : 11;
        BOOST_TEST(handlers < far_beyond);
        BOOST_TEST(handlers > 20U);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(abandoned_imports)

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_an_import)
{
    const abandoned_place work("none", 12);
    const emulator::background_server service(changing_moods());
    abandon_everywhere([&](std::size_t handlers, left_behind left) {
        return abandon_after(handlers, work, service, {}, left);
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_an_import_with_a_ledger)
{
    const abandoned_place work("sqlite", 12);
    const emulator::background_server service(changing_moods());
    abandon_everywhere([&](std::size_t handlers, left_behind left) {
        return abandon_with_ledger_after(handlers, work, service, left);
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_while_the_service_is_out_of_reach)
{
    const abandoned_place work("outage", 12);
    emulator::background_server service{emulator::options()};
    service.stop();
    for (std::size_t handlers = 0; handlers < 60; handlers += 3)
        abandon_with_ledger_after(handlers, work, service, left_behind::nothing, 20ms);
}

BOOST_AUTO_TEST_CASE(context_may_go_while_calls_are_silent)
{
    const abandoned_place work("silent", 12);
    const emulator::background_server service(emulator::options().login_delay(60s));
    for (std::size_t handlers = 0; handlers < 60; handlers += 3)
        abandon_with_ledger_after(handlers, work, service, left_behind::nothing, 20ms);
}

BOOST_AUTO_TEST_CASE(context_may_go_after_a_stop)
{
    const abandoned_place work("stopped", 12);
    const emulator::background_server service(emulator::options().login_delay(20ms));
    for (std::size_t handlers = 0; handlers < 120; handlers += 5)
        abandon_with_ledger_after(handlers, work, service, left_behind::nothing, 1s,
                                  [handlers](import& run, std::size_t done) {
                                      if (done + 5 == handlers)
                                          run.stop();
                                      if (done + 2 == handlers)
                                          run.cut();
                                  });
}

BOOST_AUTO_TEST_CASE(import_goes_on_without_its_handle)
{
    const abandoned_place work("handle", 12);
    const emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    std::optional<import_summary> summary;
    {
        const client c(context, options_for(service));
import run(work.options(work.ledger()));
        run.check();
        run.async_run(c, [&summary](import_summary ended) { summary = std::move(ended); });
    }
    context.run();
    BOOST_TEST_REQUIRE(summary.has_value());
    BOOST_TEST(summary->applied == 12U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(import_from_code)

BOOST_AUTO_TEST_CASE(snapshot_tells_of_an_import_before_and_after_it)
{
    const abandoned_place work("snapshot", 12);
    const emulator::background_server service{emulator::options()};
    std::optional<asio::io_context> context(std::in_place, 1);
import run(work.options(work.ledger()));
    BOOST_TEST(!run.snapshot().total.has_value());
    run.check();
    BOOST_TEST(run.snapshot().total.value_or(0) == 12U);
    {
        const client c(*context, options_for(service));
        run.async_run(c, [](const import_summary&) {});
        context->run();
    }
    for (int i = 0; i < 2; ++i) {
        const progress after = run.snapshot();
        BOOST_TEST(after.total.value_or(0) == 12U);
        BOOST_TEST(after.applied == 12U);
        BOOST_TEST(after.in_flight == 0U);
        BOOST_TEST(after.elapsed.count() > 0);
        context.reset();
    }
}

BOOST_AUTO_TEST_CASE(snapshot_tells_how_far_an_abandoned_import_came)
{
    const abandoned_place work("snapshot-abandoned", 12);
    const emulator::background_server service{emulator::options()};
import run(work.options(work.ledger()));
    {
        asio::io_context context(1);
        const client c(context, options_for(service));
        run.check();
        run.async_run(c, [](const import_summary&) {});
        while (run.snapshot().applied < 3)
            BOOST_TEST_REQUIRE(context.run_one_for(10s) == 1U);
    }
    BOOST_TEST(run.snapshot().applied >= 3U);
    BOOST_TEST(run.snapshot().in_flight == 0U);
    run.stop();
    run.pause();
    run.go_on();
    run.change_pace(1, 1);
}

BOOST_AUTO_TEST_CASE(import_that_is_stopped_before_it_begins_sends_nothing)
{
    for (const bool is_cut : {false, true}) {
        const abandoned_place work("stopped-before", 12);
        const emulator::background_server service{emulator::options()};
        asio::io_context context(1);
        const client c(context, options_for(service));
import run(work.options(work.ledger()));
        run.check();
        is_cut ? run.cut() : run.stop();
        std::optional<import_summary> summary;
        run.async_run(c, [&summary](import_summary ended) { summary = std::move(ended); });
        context.run();
        BOOST_TEST_REQUIRE(summary.has_value());
        BOOST_TEST((summary->stopped == stop_reason::interrupted));
        BOOST_TEST(summary->skipped == 12U);
        BOOST_TEST(summary->applied == 0U);
        BOOST_TEST(service.statistics().requests.posts == 0U);
        BOOST_TEST(run.snapshot().skipped == 12U);
    }
}

BOOST_AUTO_TEST_CASE(import_that_cannot_begin_throws_an_exception_of_ours)
{
    const abandoned_place work("refused", 12);
    const emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    asio::io_context other(1);
    const client c(context, options_for(service));
    const client d(other, options_for(service));
import run(work.options({}));
    run.check();
    const auto refusal = [&run](std::map<std::string, client> clients) -> std::string {
        try {
            run.async_run(std::move(clients), [](const import_summary&) {});
        } catch (const exception& refused) {
            BOOST_TEST((refused.reason().code() == errc::invalid_argument));
            return refused.reason().detail();
        }
        return "not refused";
    };
    BOOST_TEST(refusal({}) == "an import needs a client");
    BOOST_TEST(refusal({{"", c}, {"eu", d}}) == "the clients of an import must be on one io_context");
    BOOST_TEST(refusal({{"", c}}) == "not refused");
    BOOST_TEST(refusal({{"", c}}) == "an import runs once only");
    context.run();
    BOOST_TEST(refusal({{"", c}}) == "an import runs once only");
}

BOOST_AUTO_TEST_SUITE_END()
