#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

using namespace useapi;
using namespace useapi::testing;

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

BOOST_AUTO_TEST_SUITE_END()
