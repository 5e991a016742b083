#include "emulator/server/background_server.hpp"
#include "unit/emulator/server/loopback_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace useapi::emulator;
using useapi::emulator::test::get_account;
using useapi::emulator::test::loopback_client;
using useapi::emulator::test::post_account;

const std::string token = "user:1234-abcdefgh";

loopback_client connect(const background_server& to)
{
    return loopback_client(to.port(), to.ca_file());
}

std::string status_of(const std::string& answer)
{
    return answer.size() > 12 ? answer.substr(9, 3) : "none";
}

std::string ask(loopback_client& client, const std::string& request)
{
    client.send(request);
    return status_of(client.read_answer());
}

} // namespace

BOOST_AUTO_TEST_SUITE(loopback)

BOOST_AUTO_TEST_CASE(server_requests_on_one_connection_are_answered)
{
    const background_server service{options()};
    BOOST_TEST(service.base_url() == "https://127.0.0.1:" + std::to_string(service.port()) + "/v1/runwayml");
    auto client = connect(service);
    BOOST_TEST(client.tls_version() == "TLSv1.3");
    BOOST_TEST(ask(client, get_account("a@b.c")) == "404");
    BOOST_TEST(ask(client, post_account("a@b.c")) == "201");
    BOOST_TEST(ask(client, get_account("a@b.c")) == "200");
    // Two at once: the second is in the buffer before the first is answered.
    client.send(get_account("a@b.c") + get_account("x@b.c"));
    BOOST_TEST(status_of(client.read_answer()) == "200");
    BOOST_TEST(status_of(client.read_answer()) == "404");

    BOOST_TEST(service.accounts(token).at("a@b.c").max_jobs() == 5);
    const auto seen = service.statistics();
    BOOST_TEST(seen.connections == 1U);
    BOOST_TEST(seen.open_connections == 1U);
    BOOST_TEST(seen.peak_connections == 1U);
    BOOST_TEST(seen.requests.requests == 5U);
    BOOST_TEST(seen.requests.posts == 1U);
    BOOST_TEST(seen.requests.posts_of.at("a@b.c") == 1U);
}

BOOST_AUTO_TEST_CASE(server_each_fault_what_the_client_meets)
{
    struct
    {
        const char* fault;
        const char* status;
        const char* end;
        bool stored;
    } const cases[] = {
        {"status=503", "503", "", false},
        {"status=504,applied=after", "504", "", true},
        {"reset=before-request", "none", "reset", false},
        {"reset=after-request", "none", "reset", true},
        {"reset=after-request,applied=before", "none", "reset", false},
        {"truncate", "201", "truncated", true},
        {"truncate,applied=before", "201", "truncated", false},
        {"close", "201", "close_notify", true},
        {"close=silent", "201", "close_notify", true},
        {"delay=1ms", "201", "", true},
        {"delay=1ms,applied=after", "201", "", true},
        {"wrong-password", "401", "", false},
        {"suspended", "401", "", false},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.fault)
        {
            const background_server service(options().add_fault(c.fault).add_fault("delay=1ms"));
            auto client = connect(service);
            BOOST_TEST(ask(client, post_account("a@b.c")) == c.status);
            if (*c.end != '\0')
                BOOST_TEST(client.end() == c.end);
            BOOST_TEST(service.accounts(token).contains("a@b.c") == c.stored);
        }
    }
}

BOOST_AUTO_TEST_CASE(server_garbage_is_no_http)
{
    const background_server service(options().add_fault("garbage"));
    auto client = connect(service);
    client.send(get_account("a@b.c"));
    BOOST_TEST(!client.read_answer().starts_with("HTTP"));
    BOOST_TEST(client.end() == "close_notify");
}

// Long enough for a client on a busy machine to send its request before it is up.
constexpr auto idle_timeout = std::chrono::milliseconds(500);

BOOST_AUTO_TEST_CASE(server_stall_outlasts_the_idle_timeout)
{
    background_server service(options().add_fault("stall").idle_timeout(idle_timeout));
    auto stalled = connect(service);
    stalled.send(post_account("a@b.c"));
    while (service.accounts(token).empty())
        std::this_thread::yield();
    {
        auto idle = connect(service);
        BOOST_TEST(idle.end() == "close_notify");
    }
    while (service.statistics().open_connections == 2)
        std::this_thread::yield();
    BOOST_TEST(service.statistics().open_connections == 1U);
    service.stop();
    BOOST_TEST(stalled.read_answer().empty());
}

BOOST_AUTO_TEST_CASE(server_idle_connection_is_closed_in_order)
{
    const background_server service(options().idle_timeout(idle_timeout).announce_idle_timeout(true));
    auto client = connect(service);
    client.send(get_account("a@b.c"));
    BOOST_TEST(client.read_answer().find("Keep-Alive: timeout=0") != std::string::npos);
    BOOST_TEST(client.end() == "close_notify");
}

BOOST_AUTO_TEST_CASE(server_stopped_and_restarted_remembers)
{
    background_server service(options().add_fault("status=503,nth=3"));
    const auto port = service.port();
    {
        auto client = connect(service);
        BOOST_TEST(ask(client, post_account("a@b.c")) == "201");
        service.stop();
        BOOST_TEST(client.read_answer().empty());
    }
    BOOST_CHECK_THROW(connect(service), boost::system::system_error);
    BOOST_TEST(service.accounts(token).size() == 1U);
    service.restart();
    BOOST_TEST(service.port() == port);
    auto client = connect(service);
    BOOST_TEST(ask(client, get_account("a@b.c")) == "200");
    BOOST_TEST(ask(client, get_account("a@b.c")) == "503");
    BOOST_TEST(service.statistics().connections == 1U);
}

BOOST_AUTO_TEST_CASE(server_certificates_of_each_kind)
{
    const background_server good{options()};
    BOOST_CHECK_NO_THROW(loopback_client(good.port(), good.ca_file(), "localhost"));
    BOOST_CHECK_NO_THROW(loopback_client(good.port(), good.ca_file(), "::1"));
    BOOST_CHECK_THROW(loopback_client(good.port(), good.ca_file(), "elsewhere.example"),
                      boost::system::system_error);

    const background_server foreign(options().certificate_host("elsewhere.example"));
    BOOST_CHECK_NO_THROW(loopback_client(foreign.port(), foreign.ca_file(), "elsewhere.example"));
    BOOST_CHECK_THROW(connect(foreign), boost::system::system_error);

    const background_server expired(options().expired_certificate(true));
    BOOST_CHECK_THROW(connect(expired), boost::system::system_error);

    const background_server nameless(options().certificate_without_san(true));
    BOOST_CHECK_THROW(connect(nameless), boost::system::system_error);

    BOOST_CHECK_THROW(loopback_client(good.port(), foreign.ca_file()), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(server_max_tls_version_is_kept)
{
    const background_server service(options().max_tls_version(tls_version::tls_1_2));
    auto client = connect(service);
    BOOST_TEST(client.tls_version() == "TLSv1.2");
    BOOST_TEST(ask(client, get_account("a@b.c")) == "404");
}

BOOST_AUTO_TEST_CASE(server_malformed_and_oversized_requests_are_refused)
{
    struct
    {
        const char* name;
        std::string bytes;
        const char* status;
    } const cases[] = {
        {"no http", "nonsense\r\n\r\n", "400"},
        {"header too large", "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431"},
        {"body too large", "POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n", "413"},
    };

    const background_server service{options()};
    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            auto client = connect(service);
            BOOST_TEST(ask(client, c.bytes) == c.status);
            BOOST_TEST(client.end() == "close_notify");
        }
    }
}

BOOST_AUTO_TEST_CASE(server_log_has_a_line_a_request_and_no_secret)
{
    std::mutex mutex;
    std::string lines;
    {
        const background_server service(options()
                                            .add_fault("status=429,nth=2")
                                            .add_fault("wrong-password,email=w@b.c")
                                            .log([&](std::string_view line) {
                                                const std::scoped_lock lock(mutex);
                                                lines.append(line).append("\n");
                                            }));
        auto client = connect(service);
        ask(client, post_account("a@b.c", "hunter2"));
        ask(client, post_account("a@b.c", "hunter2"));
        ask(client, post_account("w@b.c", "hunter2"));
        ask(client, "GET /v1/runwayml/accounts?key=hunter2 HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    BOOST_TEST(lines.find("POST /v1/runwayml/accounts/a@b.c 201 ") == 0U);
    BOOST_TEST(lines.find("POST /v1/runwayml/accounts/a@b.c 429 fault status ") != std::string::npos);
    BOOST_TEST(lines.find("POST /v1/runwayml/accounts/w@b.c 401 fault wrong-password ") != std::string::npos);
    BOOST_TEST(lines.find("hunter2") == std::string::npos);
    BOOST_TEST(lines.find(token) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(server_many_connections_at_once_none_lost)
{
    const background_server service{options()};
    constexpr int threads = 4;
    constexpr int connections = 25;
    std::vector<std::future<int>> running;
    for (int t = 0; t < threads; ++t) {
        running.push_back(std::async(std::launch::async, [&service, t] {
            std::vector<loopback_client> clients;
            int created = 0;
            for (int i = 0; i < connections; ++i)
                clients.push_back(connect(service));
            for (int i = 0; i < connections; ++i) {
                const auto email = "u" + std::to_string(t) + "-" + std::to_string(i) + "@b.c";
                created += ask(clients[static_cast<std::size_t>(i)], post_account(email)) == "201" ? 1 : 0;
            }
            return created;
        }));
    }
    int created = 0;
    for (auto& each : running)
        created += each.get();
    BOOST_TEST(created == threads * connections);
    BOOST_TEST(service.accounts(token).size() == static_cast<std::size_t>(threads * connections));
    BOOST_TEST(service.statistics().connections == static_cast<std::uint64_t>(threads * connections));
}

BOOST_AUTO_TEST_CASE(server_on_several_threads_stopped_from_another_ends)
{
    boost::asio::io_context context;
    server service(context,
                   options().add_fault("stall,email=s@b.c").login_delay(std::chrono::milliseconds(1)));
    service.start();
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&context] { context.run(); });

    std::vector<std::future<int>> running;
    for (int t = 0; t < 3; ++t) {
        running.push_back(std::async(std::launch::async, [&service, t] {
            loopback_client client(service.port(), service.ca_file());
            int answered = 0;
            for (int i = 0; i < 20; ++i) {
                const auto email = "u" + std::to_string(t) + "-" + std::to_string(i) + "@b.c";
                answered += ask(client, post_account(email)) == "201" ? 1 : 0;
            }
            return answered;
        }));
    }
    for (auto& each : running)
        BOOST_TEST(each.get() == 20);

    loopback_client idle(service.port(), service.ca_file());
    loopback_client stalled(service.port(), service.ca_file());
    stalled.send(post_account("s@b.c"));
    service.stop();
    service.stop();
    // With every connection and the listener gone the context runs out of work by itself.
    for (auto& each : threads)
        each.join();
    BOOST_TEST(service.statistics().open_connections == 0U);
    BOOST_TEST(service.statistics().connections == 5U);
    BOOST_CHECK_THROW(loopback_client(service.port(), service.ca_file()), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(server_second_one_on_the_store_of_the_first_has_its_accounts)
{
    boost::asio::io_context context;
    const auto state = std::make_shared<store>();
    state->put(token, account("a@b.c", "p", 3));
    {
        server first(context, options(), state);
        BOOST_TEST(first.accounts(token).size() == 1U);
    }
    const background_server second(options(), state);
    auto client = connect(second);
    BOOST_TEST(ask(client, get_account("a@b.c")) == "200");
}

BOOST_AUTO_TEST_CASE(server_with_a_relay_sends_what_that_answers_at_once_or_later_or_never)
{
    std::mutex mutex;
    std::vector<std::thread> answering;
    std::promise<void> asked;
    relay to;
    to.base_path = "/elsewhere";
    to.forward = [&](const relayed_request& request, const std::function<void(answer)>& respond) {
        const answer given =
            answer(201, "text/plain", request.method + ' ' + request.target + ' ' + request.body)
                .header("Date", "long ago");
        const std::scoped_lock lock(mutex);
        if (request.body == "never")
            asked.set_value();
        else if (request.body == "later")
            answering.emplace_back([respond, given] { respond(given); });
        else
            respond(given);
    };
    boost::asio::io_context context(1);
    server running(context, options(), to);
    running.start();
    std::thread thread([&context] { context.run(); });
    BOOST_TEST(running.base_url() == "https://127.0.0.1:" + std::to_string(running.port()) + "/elsewhere");

    loopback_client client(running.port(), running.ca_file());
    const auto post = [&client](const std::string& body) {
        client.send("POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n" + body);
    };
    for (const std::string body : {"now", "later", "now"}) {
        post(body);
        BOOST_TEST(client.read_answer() ==
                   "HTTP/1.1 201 Created\r\nDate: long ago\r\nContent-Type: text/plain\r\n"
                   "Content-Length: " +
                       std::to_string(body.size() + 10) + "\r\n\r\nPOST /a?b " + body);
    }
    post("never");
    asked.get_future().wait();
    running.stop();
    thread.join();
    for (std::thread& each : answering)
        each.join();
    BOOST_TEST(running.statistics().open_connections == 0U);
}

BOOST_AUTO_TEST_CASE(server_port_taken_is_an_error)
{
    const background_server service{options()};
    BOOST_CHECK_THROW(background_server(options().port(service.port())), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
