#include "integration/client/loopback.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

/** A call that is cancelled when a condition becomes true. */
class cancelled_call
{
public:
    cancelled_call(asio::io_context& context, const client& c) : context_(context)
    {
        async_upsert_account(c, settings_of("a@b.cd"),
                             asio::bind_cancellation_slot(signal_.slot(), [this](result<account> outcome) {
                                 outcome_ = std::move(outcome);
                             }));
    }

    template <class Condition>
    error cancel_when(Condition condition)
    {
        while (!condition())
            context_.run_one_for(1ms);
        signal_.emit(asio::cancellation_type::total);
        while (!outcome_)
            context_.run_one();
        return outcome_->error();
    }

private:
    asio::io_context& context_;
    asio::cancellation_signal signal_;
    std::optional<result<account>> outcome_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(cancellation_over_sockets)

BOOST_AUTO_TEST_CASE(cancelled_during_the_tls_handshake_ends_at_once)
{
    // Listens and never answers: TCP connects, TLS does not.
    asio::io_context listening(1);
    asio::ip::tcp::acceptor acceptor(listening, {asio::ip::make_address("127.0.0.1"), 0});
    const auto port = acceptor.local_endpoint().port();

    asio::io_context context(1);
    client_options chosen{secret(api_token)};
    chosen.base_url("https://127.0.0.1:" + std::to_string(port)).connect_timeout(10s);
    const client c(context, chosen);
    cancelled_call call(context, c);
    int turns = 0;
    const auto began = std::chrono::steady_clock::now();
    const error ended = call.cancel_when([&turns] { return ++turns > 20; });
    BOOST_TEST(ended.code() == errc::cancelled);
    BOOST_TEST(ended.effect() == effect::none);
    c.close();
    context.restart();
    context.run();
    BOOST_TEST((std::chrono::steady_clock::now() - began < 9s));
}

BOOST_AUTO_TEST_CASE(handshake_that_never_ends_is_cut_by_the_connect_time_out)
{
    asio::io_context listening(1);
    asio::ip::tcp::acceptor acceptor(listening, {asio::ip::make_address("127.0.0.1"), 0});
    asio::io_context context(1);
    client_options chosen{secret(api_token)};
    chosen.base_url("https://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()))
        .connect_timeout(100ms)
        .retry(retry_options().max_attempts(1));
    const client c(context, chosen);
    const auto outcome = run(context, list_accounts(c));
    BOOST_TEST(outcome.error().code() == errc::tls_failed);
    BOOST_TEST(outcome.error().detail().find("timed out") != std::string::npos);
    BOOST_TEST(outcome.error().effect() == effect::none);
}

BOOST_AUTO_TEST_CASE(cancelled_while_the_server_works_closes_the_connection)
{
    emulator::background_server service{emulator::options().add_fault("stall")};
    asio::io_context context(1);
    const client c(context, options_for(service));
    cancelled_call call(context, c);
    const error ended = call.cancel_when([&] { return service.statistics().requests.posts == 1; });
    BOOST_TEST(ended.code() == errc::cancelled);
    BOOST_TEST(ended.effect() == effect::unknown);
    context.run();
    BOOST_TEST(c.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(cancelled_in_the_back_off_keeps_the_connection)
{
    emulator::background_server service{emulator::options().add_fault("status=503,retry-after=20")};
    asio::io_context context(1);
    const client c(context, options_for(service));
    cancelled_call call(context, c);
    const error ended = call.cancel_when([&] { return c.statistics().idle_connections == 1; });
    BOOST_TEST(ended.code() == errc::cancelled);
    BOOST_TEST(ended.effect() == effect::rejected);
    BOOST_TEST(c.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(context_destroyed_in_mid_call_leaves_nothing_behind)
{
    emulator::background_server service{emulator::options().add_fault("stall")};
    const auto alive = std::make_shared<int>(0);
    std::optional<client> outlives;
    {
        asio::io_context context(1);
        outlives.emplace(context, options_for(service).max_connections(2));
        for (int i = 0; i < 5; ++i)
            async_upsert_account(*outlives, settings_of("a@b.cd"), [alive](const result<account>&) {});
        while (service.statistics().requests.posts == 0)
            context.run_one_for(10ms);
    }
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
