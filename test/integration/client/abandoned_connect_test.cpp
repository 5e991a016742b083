#include "integration/client/connect_proxy.hpp"
#include "integration/client/loopback.hpp"
#include "integration/client/own_lookup.hpp"
#include "integration/client/socks_server.hpp"
#include "integration/client/tls_front.hpp"
#include "integration/client/tls_peer.hpp"
#include "integration/client/unix_relay.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

using namespace useapi;
using namespace useapi::testing;
using asio::ip::tcp;

namespace {

using make_lookup = std::function<http::name_lookup(asio::io_context&)>;

/** A service, and the ways to it. */
class world
{
public:
    world() : shown_(make_certificate_chain()), peer_(shown_)
    {
        chosen_.base_url("https://localhost:" + std::to_string(peer_.port()) + "/v1").seed(1).timeout(10s);
    }

    http::tls_connector_options options() const
    {
        return connector_options(chosen_, "localhost", http::tls_options().ca_pem(shown_.root));
    }

    http::tls_connector_options options_through(const connect_proxy& way) const
    {
        return options_through("http://127.0.0.1:" + std::to_string(way.port()));
    }

    http::tls_connector_options options_through(const std::string& url) const
    {
        http::tls_connector_options made = options();
        made.through = http::parse_proxy_url(url).value();
        return made;
    }

    const client_options& chosen() const { return chosen_; }

    const certificate_chain& shown() const { return shown_; }

    std::uint16_t port() const { return peer_.port(); }

private:
    const certificate_chain shown_;
    const tls_peer peer_;
    client_options chosen_{secret(api_token)};
};

/** Begins to connect, and destroys the `io_context` after so many handlers. Everything that the attempt holds
    must be destroyed with the `io_context`. @return whether the handlers were enough for a connection */
bool abandon_after(std::size_t handlers, const http::tls_connector_options& made, const make_lookup& names)
{
    const auto held = std::make_shared<int>();
    bool is_over = false;
    {
        asio::io_context context(1);
        const auto connector = http::make_tls_connector(context, made, names(context));
        const auto attempt = connector->async_connect([held, &is_over](const error& failure, const auto&) {
            is_over = true;
            BOOST_TEST(!failure.code(), failure.message());
        });
        for (std::size_t i = 0; i != handlers && !is_over; ++i)
            context.run_one_for(10s);
    }
    BOOST_TEST(held.use_count() == 1, "held after " << handlers << " handlers");
    return is_over;
}

/** The same with a whole client, which is destroyed after its `io_context`. */
bool abandon_client_after(std::size_t handlers, const client_options& chosen,
                          const http::tls_connector_options& made, const make_lookup& names)
{
    const auto held = std::make_shared<int>();
    bool is_over = false;
    {
        std::unique_ptr<client> last;
        asio::io_context context(1);
        last = std::make_unique<client>(make_client(context, chosen, made, names(context)));
        runwayml::async_list_accounts(*last, [held, &is_over](const auto&) { is_over = true; });
        for (std::size_t i = 0; i != handlers && !is_over; ++i)
            context.run_one_for(10s);
    }
    BOOST_TEST(held.use_count() == 1, "held after " << handlers << " handlers");
    return is_over;
}

void abandon_everywhere(const client_options& chosen, const http::tls_connector_options& made,
                        const make_lookup& names)
{
    constexpr std::size_t far_beyond = 200;
    std::size_t handlers = 0;
    while (handlers != far_beyond && !abandon_after(handlers, made, names))
        ++handlers;
    BOOST_TEST(handlers < far_beyond);
    // How many handlers a connect needs depends on what the peer has sent by then; more than the one that
    // begins it.
    BOOST_TEST(handlers > 1U);
    for (handlers = 0; handlers != far_beyond && !abandon_client_after(handlers, chosen, made, names);)
        ++handlers;
    BOOST_TEST(handlers < far_beyond);
}

} // namespace

BOOST_AUTO_TEST_SUITE(abandoned_connect)

// A user who cancels a call at the moment in which its connection is made would lose the process to an
// exception.
BOOST_AUTO_TEST_CASE(cancelled_connect_that_has_ended_is_not_told_again)
{
    const world there;
    asio::io_context context(1);
    const auto connector =
        http::make_tls_connector(context, there.options(), lookup_of(context, {loopback_at(there.port())}));
    int ends = 0;
    const auto attempt = connector->async_connect([&ends](const error& failure, const auto&) {
        BOOST_TEST(!failure.code(), failure.message());
        ++ends;
    });
    while (ends == 0 && context.run_one_for(10s) != 0) {
    }
    attempt->cancel();
    context.restart();
    BOOST_CHECK_NO_THROW(context.run_for(10s));
    BOOST_TEST(ends == 1);
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_connect)
{
    const world there;
    abandon_everywhere(there.chosen(), there.options(), [&](asio::io_context& context) {
        return lookup_of(context, {loopback_at(there.port())});
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_race)
{
    const world there;
    // The first address refuses, so that the second one is tried at once.
    abandon_everywhere(there.chosen(), there.options(), [&](asio::io_context& context) {
        return lookup_of(context, {tcp::endpoint(asio::ip::address_v6::loopback(), there.port()),
                                   loopback_at(there.port())});
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_connect_through_a_proxy)
{
    const world there;
    const connect_proxy way;
    abandon_everywhere(there.chosen(), there.options_through(way), [&](asio::io_context& context) {
        return lookup_of(context, {loopback_at(there.port())});
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_connect_through_a_socks_proxy)
{
    const world there;
    socks_behaviour wants_login;
    wants_login.login = "me:hunter2";
    const socks_server way(wants_login);
    const std::string url = "socks5://me:hunter2@127.0.0.1:" + std::to_string(way.port());
    abandon_everywhere(there.chosen(), there.options_through(url), [&](asio::io_context& context) {
        return lookup_of(context, {loopback_at(there.port())});
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_connect_through_a_proxy_by_tls)
{
    const world there;
    const connect_proxy proxy;
    const tls_front way(there.shown(), proxy.port());
    const std::string url = "https://127.0.0.1:" + std::to_string(way.port());
    abandon_everywhere(there.chosen(), there.options_through(url), [&](asio::io_context& context) {
        return lookup_of(context, {loopback_at(there.port())});
    });
}

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_a_connect_through_a_unix_socket)
{
    const world there;
    const test::temporary_folder folder;
    const unix_relay way(folder.path("s"), there.port());
    http::tls_connector_options made = there.options();
    made.connect_with = http::unix_socket(folder.path("s"));
    abandon_everywhere(there.chosen(), made,
                       [](asio::io_context& context) { return lookup_of(context, {}); });
}

BOOST_AUTO_TEST_CASE(context_may_go_while_a_proxy_is_silent)
{
    const world there;
    const connect_proxy silent("-");
    for (std::size_t handlers = 0; handlers != 6; ++handlers) {
        const auto held = std::make_shared<int>();
        {
            asio::io_context context(1);
            const auto connector =
                http::make_tls_connector(context, there.options_through(silent), lookup_of(context, {}));
            const auto attempt = connector->async_connect([held](const error&, const auto&) {});
            for (std::size_t i = 0; i != handlers; ++i)
                context.run_one_for(50ms);
        }
        BOOST_TEST(held.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(context_may_go_while_a_name_is_looked_up)
{
    const world there;
    const auto held = std::make_shared<int>();
    http::lookup_handler asked; // outlives the context, as the question of a slow name server does
    {
        asio::io_context context(1);
        const auto connector =
            http::make_tls_connector(context, there.options(),
                                     [&asked](const std::string&, std::uint16_t,
                                              http::lookup_handler handler) { asked = std::move(handler); });
        const auto attempt = connector->async_connect([held](const error&, const auto&) {});
        while (!asked)
            context.run_one_for(10s);
    }
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
