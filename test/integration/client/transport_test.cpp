#include "http/shared_transport.hpp"
#include "integration/client/loopback.hpp"
#include "integration/client/replaceable_file.hpp"
#include "integration/client/tls_peer.hpp"

#include <useapi/client/observer.hpp>
#include <useapi/http/transport.hpp>

#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include <malloc.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;
using http::tls_options;

namespace {

std::string text_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

client_options options_on(const http::transport& shared, const emulator::background_server& service)
{
    return options_for(service).tls(tls_options()).transport(shared);
}

/** Calls a function when a request was sent. */
class on_sending final : public observer
{
public:
    explicit on_sending(std::function<void()> what) : what_(std::move(what)) {}

    void on_request_sent(const event::request_sent&) noexcept override { what_(); }

private:
    std::function<void()> what_;
};

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

/** Bytes that are allocated in this process. */
std::size_t allocated()
{
    const struct ::mallinfo2 now = ::mallinfo2();
    return now.uordblks + now.hblkhd;
}

/** The memory that each of a hundred further clients allocates, when there is one client already. */
std::size_t cost_of_a_further_client(const client_options& chosen)
{
    constexpr std::size_t count = 100;
    asio::io_context context(1);
    std::vector<client> clients;
    clients.reserve(count + 1);
    clients.emplace_back(context, chosen);
    const std::size_t before = allocated();
    while (clients.size() != count + 1)
        clients.emplace_back(context, chosen);
    return (allocated() - before) / count;
}

/** Makes calls one after the other, and tells after each how many calls have succeeded in all. */
asio::awaitable<void> call_again_and_again(client c, int calls, std::atomic<int>& succeeded,
                                           const std::function<void(int)>& on_success)
{
    for (int i = 0; i < calls; ++i) {
        const auto outcome = co_await list_accounts(c);
        if (outcome)
            on_success(++succeeded);
        else
            BOOST_TEST_MESSAGE(outcome.error());
    }
}

asio::awaitable<result<secret>> token_again(std::atomic<unsigned>& asked)
{
    ++asked;
    co_return secret(api_token);
}

} // namespace

BOOST_AUTO_TEST_SUITE(transports)

BOOST_AUTO_TEST_CASE(further_client_takes_ten_kilobytes_with_a_transport_and_parses_nothing_without,
                     *boost::unit_test::enable_if<!is_sanitized>())
{
    const client_options alone{secret(api_token)};
    BOOST_TEST(cost_of_a_further_client(alone) <= 100'000U);
    BOOST_TEST(cost_of_a_further_client(client_options(alone).transport(http::transport())) <= 10'000U);
}

BOOST_AUTO_TEST_CASE(clients_of_a_transport_resume_each_others_sessions)
{
    emulator::background_server service{emulator::options()};
    const http::transport shared(tls_options().ca_file(service.ca_file().string()));
    for (const bool share : {false, true}) {
        BOOST_TEST_CONTEXT(share)
        {
            const client_options chosen = share ? options_on(shared, service) : options_for(service);
            asio::io_context context(1);
            const client first(context, chosen);
            BOOST_TEST(run(context, list_accounts(first)).has_value());
            // On another loop, and with another token.
            asio::io_context other_context(1);
            client_options other{secret("user:5678-abcdefghijklmnop")};
            other.base_url(service.base_url());
            if (share)
                other.transport(shared);
            else
                other.ca_file(service.ca_file().string());
            const client second(other_context, other);
            BOOST_TEST(run(other_context, list_accounts(second)).has_value());
            BOOST_TEST(second.statistics().sessions_resumed == (share ? 1U : 0U));
        }
    }
}

BOOST_AUTO_TEST_CASE(sessions_of_one_origin_are_not_offered_to_another)
{
    emulator::background_server one{emulator::options()};
    emulator::background_server other{emulator::options()};
    const http::transport shared(
        tls_options().ca_file(one.ca_file().string()).ca_pem(text_of(other.ca_file())));
    asio::io_context context(1);
    const client first(context, options_on(shared, one));
    BOOST_TEST(run(context, list_accounts(first)).has_value());
    const client second(context, options_on(shared, other));
    BOOST_TEST(run(context, list_accounts(second)).has_value());
    BOOST_TEST(second.statistics().sessions_resumed == 0U);
    BOOST_TEST(second.statistics().connections_opened == 1U);
}

BOOST_AUTO_TEST_CASE(addresses_are_shared_by_the_clients_of_an_io_context)
{
    const http::transport handle(tls_options().ca_pem(make_certificate_chain().root));
    http::shared_transport& shared = *http::shared_transport::of(handle);
    asio::io_context context(1);
    asio::io_context other(1);
    const auto known = shared.addresses(context, "service.test", 443);
    BOOST_TEST(shared.addresses(context, "service.test", 443) == known);
    BOOST_TEST(shared.addresses(context, "service.test", 8443) != known);
    BOOST_TEST(shared.addresses(other, "service.test", 443) != known);
}

BOOST_AUTO_TEST_CASE(authorities_are_read_again_without_a_restart)
{
    emulator::background_server service{emulator::options()};
    const std::string good = text_of(service.ca_file());
    const std::string bad = make_certificate_chain().root;
    const replaceable_file authorities(bad);
    const http::transport shared(tls_options().ca_file(authorities.path()));
    asio::io_context context(1);
    const client c(context, options_on(shared, service));
    const auto list = [&] { return run(context, list_accounts(c)); };
    BOOST_TEST(list().error().code() == errc::certificate_rejected);
    BOOST_TEST(shared.epoch() == 1U);

    authorities.replace(good);
    BOOST_TEST(list().error().code() == errc::certificate_rejected);
    shared.reload();
    BOOST_TEST(shared.epoch() == 2U);
    BOOST_TEST(list().has_value());

    // An authority that is not trusted any more ends the idle connection, and its sessions.
    authorities.replace(bad);
    shared.reload();
    BOOST_TEST(list().error().code() == errc::certificate_rejected);
    BOOST_TEST(c.statistics().closed.not_reusable == 1U);
    BOOST_TEST(c.statistics().connections_reused == 0U);
}

BOOST_AUTO_TEST_CASE(connection_in_use_during_a_reload_ends_with_its_answer)
{
    emulator::background_server service{emulator::options()};
    const http::transport shared(tls_options().ca_file(service.ca_file().string()));
    asio::io_context context(1);
    std::function<void()> once = [&shared] { shared.reload(); };
    const auto reloading = std::make_shared<on_sending>([&once] {
        if (const auto what = std::exchange(once, nullptr))
            what();
    });
    const client c(context, options_on(shared, service).observe_with(reloading));
    for (int i = 0; i < 3; ++i) {
        const auto outcome = run(context, list_accounts(c));
        BOOST_TEST(outcome.has_value());
    }
    BOOST_TEST(shared.epoch() == 2U);
    BOOST_TEST(c.statistics().attempts == 3U);
    BOOST_TEST(c.statistics().connections_opened == 2U);
    BOOST_TEST(c.statistics().sessions_resumed == 0U);
    BOOST_TEST(c.statistics().closed.not_reusable == 1U);
}

BOOST_AUTO_TEST_CASE(reload_that_fails_changes_nothing)
{
    emulator::background_server service{emulator::options()};
    const replaceable_file authorities(text_of(service.ca_file()));
    const http::transport shared(tls_options().ca_file(authorities.path()));
    asio::io_context context(1);
    const client c(context, options_on(shared, service));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    authorities.replace("half of a fi");
    const auto names_the_file = [&](const exception& refusal) {
        return refusal.reason().code() == errc::invalid_argument &&
               refusal.reason().detail().find(authorities.path()) != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(shared.reload(), exception, names_the_file);
    BOOST_CHECK_THROW(shared.reload(tls_options().ca_file("no/such/file.pem")), exception);
    BOOST_TEST(shared.epoch() == 1U);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 1U);
    // The reloads that failed left the options as they were.
    authorities.replace(text_of(service.ca_file()));
    shared.reload();
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_CASE(client_certificate_is_shown_from_the_reload_on)
{
    emulator::background_server service{emulator::options().require_client_certificate(true)};
    const auto folder = service.ca_file().parent_path();
    const auto without = tls_options().ca_file(service.ca_file().string());
    const http::transport shared(without);
    asio::io_context context(1);
    const client c(context, options_on(shared, service));
    const auto list = [&] { return run(context, list_accounts(c)); };
    BOOST_TEST(list().error().code() == errc::client_certificate_rejected);
    shared.reload(tls_options(without).client_certificate_file((folder / "client.pem").string(),
                                                               (folder / "client.key").string()));
    BOOST_TEST(list().has_value());
    shared.reload(without);
    BOOST_TEST(list().error().code() == errc::client_certificate_rejected);
}

BOOST_AUTO_TEST_CASE(hundred_clients_on_two_loops_and_four_threads_while_certificates_and_tokens_rotate)
{
    constexpr int calls = 100;
    constexpr int count = 100;
    emulator::options served;
    served.require_client_certificate(true);
    constexpr unsigned refused_tokens = 9;
    for (unsigned i = 1; i <= refused_tokens; ++i)
        served.add_fault("status=401,nth=" + std::to_string(i * count * calls / 10));
    emulator::background_server service{served};
    const auto folder = service.ca_file().parent_path();
    const std::string authority = text_of(service.ca_file());
    const std::string further = authority + make_certificate_chain().root;
    const replaceable_file authorities(authority);
    const auto chosen =
        tls_options()
            .ca_file(authorities.path())
            .client_certificate_file((folder / "client.pem").string(), (folder / "client.key").string());
    const http::transport shared(chosen);
    asio::io_context contexts[2];
    std::vector<client> clients;
    std::atomic<int> succeeded = 0;
    std::atomic<unsigned> asked = 0;
    std::mutex one_at_a_time;
    unsigned rotations = 0;
    const std::function<void(int)> rotate_now_and_then = [&](int now) {
        if (now % (count * calls / 10) != 0)
            return;
        const std::lock_guard lock(one_at_a_time);
        authorities.replace(++rotations % 2 == 0 ? authority : further);
        shared.reload();
    };
    for (int i = 0; i < count; ++i) {
        asio::io_context& context = contexts[i % 2];
        clients.emplace_back(
            context, options_on(shared, service).max_connections(1).timeout(120s).token_from([&asked] {
                return token_again(asked);
            }));
        asio::co_spawn(context, call_again_and_again(clients.back(), calls, succeeded, rotate_now_and_then),
                       asio::detached);
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&context = contexts[i % 2]] { context.run(); });
    for (std::thread& thread : threads)
        thread.join();
    BOOST_TEST(succeeded == count * calls);
    BOOST_TEST(asked == refused_tokens);
    BOOST_TEST(rotations == 10U);
    BOOST_TEST(shared.epoch() == 11U);
    std::size_t resumed = 0;
    for (const client& each : clients)
        resumed += each.statistics().sessions_resumed;
    BOOST_TEST(resumed > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
