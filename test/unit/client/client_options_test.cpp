#include "unit/client/world.hpp"

#include <useapi/runwayml/account.hpp>
#include <useapi/runwayml/account_settings.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** A setter of a temporary returns it by value, so that a reference to the result does not dangle. */
template <class Options, class Set>
constexpr bool chains_safely(Set)
{
    return std::is_same_v<std::invoke_result_t<Set, Options>, Options> &&
           std::is_same_v<std::invoke_result_t<Set, Options&>, Options&>;
}

// clang-format off
static_assert(chains_safely<client_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).timeout(1s); }));
static_assert(chains_safely<http::request>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).add_field("a", "b"); }));
static_assert(chains_safely<http::tls_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).ca_file("a"); }));
static_assert(chains_safely<http::proxy_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).except("a"); }));
static_assert(chains_safely<load_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).adaptive_concurrency(true); }));
static_assert(chains_safely<http::connect_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).max_at_once(1); }));
static_assert(chains_safely<rate_limit>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).limit(1); }));
static_assert(chains_safely<retry_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).max_attempts(1); }));
static_assert(chains_safely<failed_attempt>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).retry_after(1s); }));
static_assert(chains_safely<error>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).detail("a"); }));
static_assert(chains_safely<event::retry_decided>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).after(1s); }));
static_assert(chains_safely<event::connection_opened>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).peer("a", 1); }));
static_assert(chains_safely<runwayml::account>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).max_jobs(1); }));
static_assert(chains_safely<runwayml::jwt>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).id("a"); }));
static_assert(chains_safely<runwayml::account_settings>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).max_jobs(1); }));
static_assert(chains_safely<reply>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).retry_after(1s); }));
static_assert(chains_safely<memory_service_options>([](auto&& o) -> decltype(auto) { return std::forward<decltype(o)>(o).seed(1); }));
// clang-format on

} // namespace

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(client_with_an_option_out_of_range_is_refused_by_name)
{
    struct row
    {
        std::function<void(client_options&)> change;
        std::string named;
    };

    const row rows[] = {
        {[](client_options& o) { o.base_url("http://service.test"); }, "https://"},
        {[](client_options& o) { o.base_url("https://user:pw@service.test"); }, "user name or password"},
        {[](client_options& o) { o.ca_file("no/such/file.pem"); }, "no/such/file.pem"},
        {[](client_options& o) {
             o.ca_file("a.pem").transport(http::transport(
                 http::tls_options().resume_sessions(false).minimum_version(http::tls_version::tls_1_3)));
         },
         "both a transport and TLS options"},
        {[](client_options& o) { o.max_connections(0); }, "max_connections"},
        {[](client_options& o) { o.timeout(0s); }, "timeout"},
        {[](client_options& o) { o.attempt_timeout(-1s); }, "attempt_timeout"},
        {[](client_options& o) { o.idle_timeout(0s); }, "idle_timeout"},
        {[](client_options& o) { o.max_connection_age(0s); }, "max_connection_age"},
        {[](client_options& o) { o.header_limit(1); }, "header_limit"},
        {[](client_options& o) { o.body_limit(1); }, "body_limit"},
        {[](client_options& o) { o.user_agent("a\r\nb"); }, "user_agent"},
        {[](client_options& o) { o.retry(retry_options().max_attempts(0)); }, "max_attempts"},
        {[](client_options& o) { o.retry(retry_options().delay_factor(0.5)); }, "delay_factor"},
        {[](client_options& o) { o.load(load_options().fail_fast_after(-1s)); }, "fail_fast_after"},
        {[](client_options& o) { o.connecting(http::connect_options().max_at_once(0)); }, "max_at_once"},
        {[](client_options& o) { o.connecting(http::connect_options().connect_to("a b", 1)); }, "connect_to"},
        {[](client_options& o) { o.connecting(http::connect_options().connect_to("a", 0)); }, "connect_to"},
    };
    boost::asio::io_context context;
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.named)
        {
            client_options chosen(secret("user:1-a"));
            r.change(chosen);
            try {
                const client made(context, chosen);
                BOOST_ERROR("not refused");
            } catch (const exception& refusal) {
                BOOST_TEST(refusal.reason().code() == errc::invalid_argument);
                BOOST_TEST(refusal.reason().detail().find(r.named) != std::string::npos);
                BOOST_TEST(refusal.reason().message().find("pw@") == std::string::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(copies_of_options_keep_what_they_had)
{
    client_options first(secret("user:1-a"));
    BOOST_TEST(!first.load().adaptive_concurrency());
    BOOST_TEST(first.connecting().host().empty());
    first.load(load_options().adaptive_concurrency(true));
    client_options second = first;
    second.load(load_options().fail_fast_after(5s)).connecting(http::connect_options().connect_to("a", 1));
    BOOST_TEST(first.load().adaptive_concurrency());
    BOOST_TEST(first.load().fail_fast_after().count() == 0);
    BOOST_TEST(first.connecting().host().empty());
    BOOST_TEST(!second.load().adaptive_concurrency());
    BOOST_TEST(second.load().fail_fast_after().count() == 5000);
    BOOST_TEST(second.connecting().host() == "a");
}

BOOST_AUTO_TEST_CASE(client_with_an_unusable_token_is_refused_without_showing_it)
{
    boost::asio::io_context context;
    for (const char* token : {"", "two words", "line\r\nbreak", "nul\x01"}) {
        try {
            const client made(context, client_options(secret(token)));
            BOOST_ERROR("not refused");
        } catch (const exception& refusal) {
            BOOST_TEST(refusal.reason().message().find("words") == std::string::npos);
            BOOST_TEST(refusal.reason().message().find("break") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(reference_to_options_that_were_set_as_a_temporary_refers_to_them)
{
    const std::string url = "https://a-host-whose-name-is-too-long-to-be-kept-in-place.test/v1";
    const auto& kept = client_options(secret("user:1-a")).base_url(url).timeout(5s).seed(3);
    BOOST_TEST(kept.base_url() == url);
    BOOST_TEST((kept.timeout() == 5s));
    BOOST_TEST(kept.token().reveal() == "user:1-a");
}

// A user could not repeat a run, or the clients of a test would all wait for the same time.
BOOST_AUTO_TEST_CASE(seed_decides_how_long_a_client_backs_off)
{
    const auto end_of_call = [](std::uint64_t seed) {
        world w({reply::of(502, "{}"), reply::of(502, "{}")});
        const auto client = w.make_client(world::options().seed(seed));
        const auto call = w.start(client);
        w.run();
        BOOST_TEST(call->succeeded());
        return call->at.count();
    };
    std::set<std::int64_t> ends;
    for (const std::uint64_t seed : {0, 1, 2, 3}) {
        const auto end = end_of_call(seed);
        BOOST_TEST(end_of_call(seed) == end);
        ends.insert(end);
    }
    BOOST_TEST(ends.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
