#include "integration/client/loopback.hpp"
#include "integration/client/own_lookup.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <pthread.h>
#include <sys/socket.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;
using asio::ip::tcp;

namespace {

/** A listener whose queue is full: the system drops all further connections. */
class black_hole
{
public:
    explicit black_hole(asio::io_context& context) : acceptor_(context)
    {
        acceptor_.open(tcp::v4());
        acceptor_.bind(loopback_at(0));
        acceptor_.listen(0);
        for (int i = 0; i < 4; ++i) {
            fillers_.emplace_back(context);
            fillers_.back().open(tcp::v4());
            fillers_.back().native_non_blocking(true);
            const tcp::endpoint full = acceptor_.local_endpoint();
            // Asio's own connect waits for the outcome, which for most of these never comes.
            ::connect(fillers_.back().native_handle(), full.data(), static_cast<socklen_t>(full.size()));
        }
    }

    tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    tcp::acceptor acceptor_;
    std::vector<tcp::socket> fillers_;
};

/** While it lives, no thread can be started: each asks for a stack for which there is no room. */
class no_thread_left
{
public:
    no_thread_left()
    {
        ::pthread_getattr_default_np(&before_);
        pthread_attr_t absurd;
        ::pthread_attr_init(&absurd);
        ::pthread_attr_setstacksize(&absurd, std::size_t{1} << 50);
        ::pthread_setattr_default_np(&absurd);
        ::pthread_attr_destroy(&absurd);
    }

    no_thread_left(const no_thread_left&) = delete;
    no_thread_left& operator=(const no_thread_left&) = delete;

    ~no_thread_left()
    {
        ::pthread_setattr_default_np(&before_);
        ::pthread_attr_destroy(&before_);
    }

private:
    pthread_attr_t before_{};
};

/** A client of `localhost`, whose addresses are those that the look-up gives. */
client client_of(asio::io_context& context, const emulator::background_server& service,
                 const client_options& chosen, const http::name_lookup& lookup)
{
    return make_client(
        context, chosen,
        connector_options(chosen, "localhost", http::tls_options().ca_file(service.ca_file().string())),
        lookup);
}

} // namespace

BOOST_AUTO_TEST_SUITE(connecting)

BOOST_AUTO_TEST_CASE(address_that_never_answers_is_passed_over_after_a_quarter_second)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const black_hole hole(context);
    int look_ups = 0;
    const auto lookup = [&](const std::string&, std::uint16_t, const http::lookup_handler& handler) {
        ++look_ups;
        asio::post(context,
                   [handler, list = http::endpoint_list{hole.endpoint(), loopback_at(service.port())}] {
                       handler(error_code(), list);
                   });
    };
    const client c = client_of(context, service, options_for(service), lookup);
    const auto begun = std::chrono::steady_clock::now();
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    const auto first = std::chrono::steady_clock::now() - begun;
    BOOST_TEST((first >= 250ms));
    // The attempt that lost was cancelled: otherwise run() would wait for it, more than two minutes.
    BOOST_TEST((first < 60s));

    // The connection goes; the addresses are known, and the one that was reached is tried first.
    service.stop();
    service.restart();
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(look_ups == 1);
}

BOOST_AUTO_TEST_CASE(address_that_refuses_is_passed_over_and_both_families_are_tried)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const auto lookup = [&](const std::string&, std::uint16_t, const http::lookup_handler& handler) {
        asio::post(context, [handler, list = http::endpoint_list{
                                          tcp::endpoint(asio::ip::address_v6::loopback(), service.port()),
                                          loopback_at(service.port())}] { handler(error_code(), list); });
    };
    const client c = client_of(context, service, options_for(service), lookup);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_CASE(failure_of_every_address_is_one_error_and_asks_the_resolver_anew)
{
    emulator::background_server service{emulator::options()};
    service.stop();
    asio::io_context context(1);
    int look_ups = 0;
    const auto lookup = [&](const std::string&, std::uint16_t, const http::lookup_handler& handler) {
        ++look_ups;
        asio::post(context, [handler, list = http::endpoint_list{
                                          tcp::endpoint(asio::ip::address_v6::loopback(), service.port()),
                                          loopback_at(service.port())}] { handler(error_code(), list); });
    };
    client_options chosen = options_for(service);
    chosen.retry(retry_options(chosen.retry()).max_attempts(2));
    const client c = client_of(context, service, chosen, lookup);
    const auto failed = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::connect_failed);
    BOOST_TEST(failed.error().effect() == effect::none);
    BOOST_TEST(failed.error().detail().find("(the last of 2 addresses)") != std::string::npos);
    BOOST_TEST(look_ups == 2);
}

BOOST_AUTO_TEST_CASE(slow_resolver_is_asked_once_and_its_late_answer_serves_later_calls)
{
    using namespace asio::experimental::awaitable_operators;
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    http::lookup_handler asked;
    int look_ups = 0;
    const auto lookup = [&](const std::string&, std::uint16_t, http::lookup_handler handler) {
        ++look_ups;
        asked = std::move(handler);
    };
    // An attempt outlives the calls that gave it up, and run() waits for it.
    client_options chosen = options_for(service).timeout(100ms).connect_timeout(200ms);
    const client c = client_of(context, service, chosen, lookup);
    const auto both = run(context, list_accounts(c) && list_accounts(c));
    for (const auto& each : {std::get<0>(both), std::get<1>(both)}) {
        BOOST_TEST_REQUIRE(each.has_error());
        BOOST_TEST(each.error().code() == errc::timed_out);
        BOOST_TEST(each.error().effect() == effect::none);
    }
    BOOST_TEST(look_ups == 1);
    asked(error_code(), {loopback_at(service.port())});
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(look_ups == 1);
}

BOOST_AUTO_TEST_CASE(address_whose_tls_is_broken_is_tried_last)
{
    const certificate_chain shown = make_certificate_chain();
    tls_peer broken(shown, {}, 1);
    broken.break_handshakes();
    const tls_peer good(shown, {}, 2, broken.port());
    asio::io_context context(1);
    client_options chosen{secret(api_token)};
    chosen.base_url("https://localhost:" + std::to_string(broken.port()) + "/v1").seed(1).timeout(10s);
    chosen.retry(retry_options().base_delay(1ms).max_attempts(2));
    int look_ups = 0;
    const auto lookup = [&](const std::string&, std::uint16_t, const http::lookup_handler& handler) {
        ++look_ups;
        asio::post(context, [handler, list = http::endpoint_list{loopback_at(broken.port(), 1),
                                                                 loopback_at(broken.port(), 2)}] {
            handler(error_code(), list);
        });
    };
    const client c =
        make_client(context, chosen,
                    connector_options(chosen, "localhost", http::tls_options().ca_pem(shown.root)), lookup);
    // Each call has a connection of its own, and two attempts.
    for (int call = 0; call != 3; ++call)
        BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(broken.statistics().connections == 1U);
    BOOST_TEST(good.statistics().handshakes == 3U);
    BOOST_TEST(look_ups == 1);
}

BOOST_AUTO_TEST_CASE(run_waits_for_a_connect_that_no_call_needs_unless_its_client_is_closed)
{
    using std::chrono::steady_clock;
    emulator::background_server service{emulator::options()};
    for (const bool closes : {false, true}) {
        BOOST_TEST_CONTEXT("closes " << closes)
        {
            asio::io_context context(1);
            const black_hole hole(context);
            const auto lookup = [&](const std::string&, std::uint16_t, const http::lookup_handler& handler) {
                asio::post(context, [handler, list = http::endpoint_list{hole.endpoint()}] {
                    handler(error_code(), list);
                });
            };
            const auto until_given_up = closes ? 60'000ms : 2000ms;
            const client c =
                client_of(context, service,
                          options_for(service).timeout(100ms).connect_timeout(until_given_up), lookup);
            const auto begun = steady_clock::now();
            std::optional<steady_clock::time_point> ended;
            async_list_accounts(c, [&](const result<std::vector<account>>& outcome) {
                ended = steady_clock::now();
                BOOST_TEST((outcome.has_error() && outcome.error().code() == errc::timed_out));
                if (closes)
                    c.close();
            });
            context.run();
            const auto returned = steady_clock::now();
            BOOST_TEST_REQUIRE(ended.has_value());
            BOOST_TEST((closes ? returned - begun < 30s : returned - begun >= until_given_up));
            BOOST_TEST((closes || *ended - begun < until_given_up));
        }
    }
}

BOOST_AUTO_TEST_CASE(lack_of_threads_is_a_failed_look_up_and_passes)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    client_options chosen = options_for(service);
    chosen.retry(retry_options(chosen.retry()).max_attempts(1));
    const client c = client_of(context, service, chosen, http::system_lookup(context));
    {
        const no_thread_left until_it_goes;
        const auto failed = run(context, list_accounts(c));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::resolve_failed);
        BOOST_TEST(failed.error().effect() == effect::none);
    }
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
