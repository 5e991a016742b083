#include "integration/peer/fronted_service.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

struct needs_nginx
{
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id)
    {
        return has_program("nginx");
    }
};

/** nginx in front of the emulator. A line of its log is: connection, resumed (`r` or `.`), protocol, status.
 */
struct nginx_front : fronted_service
{
    /** @param http      directives for all of it.
        @param location  directives for the requests. */
    explicit nginx_front(const std::string& protocol = "TLSv1.2 TLSv1.3", const std::string& http = {},
                         const std::string& location = {})
        : server((write_configuration(protocol, http, location),
                  std::vector<std::string>{find_program("nginx").string(), "-q", "-p", folder.path().string(),
                                           "-c", (folder / "nginx.conf").string(), "-e",
                                           (folder / "error.log").string()}))
    {
    }

    void write_configuration(const std::string& protocol, const std::string& http,
                             const std::string& location)
    {
        std::string temporary;
        for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            temporary += std::string(kind) + "_temp_path " + (folder / kind).string() + ";\n";
        write_file(
            folder / "nginx.conf",
            "daemon off;\nworker_processes 1;\npid " + (folder / "pid").string() +
                ";\nevents { worker_connections 512; }\nhttp {\n" + temporary +
                "log_format seen '$connection $ssl_session_reused $ssl_protocol $status';\naccess_log " +
                (folder / "access.log").string() + " seen;\n" + http +
                "server {\nlisten 127.0.0.1:" + std::to_string(port) + " ssl;\nssl_certificate " +
                certificate() + ";\nssl_certificate_key " + key() + ";\nssl_protocols " + protocol +
                ";\nssl_session_cache shared:sessions:1m;\nkeepalive_requests 10;\nlocation / {\n" +
                location + "proxy_pass https://127.0.0.1:" + std::to_string(service.port()) +
                ";\nproxy_http_version 1.1;\nproxy_set_header Connection '';\n}\n}\n}\n");
    }

    /** Fields of the log's lines, in order. */
    std::vector<std::vector<std::string>> seen() const
    {
        std::vector<std::vector<std::string>> requests;
        for (const std::string& line : lines_of(folder / "access.log")) {
            std::istringstream fields(line);
            requests.emplace_back(std::istream_iterator<std::string>(fields),
                                  std::istream_iterator<std::string>());
        }
        return requests;
    }

    peer_process server;
};

asio::awaitable<void> register_accounts(client c, int from, int count, int& registered)
{
    for (int i = from; i < from + count; ++i) {
        const auto outcome = co_await upsert_account(c, settings_of("user" + std::to_string(i) + "@b.cd"));
        BOOST_TEST(outcome.has_value(), (outcome ? std::string() : outcome.error().message()));
        registered += outcome.has_value() ? 1 : 0;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(nginx, *boost::unit_test::precondition(needs_nginx()))

BOOST_AUTO_TEST_CASE(connection_of_ten_requests_is_replaced_and_its_session_resumed)
{
    for (const std::string protocol : {"TLSv1.3", "TLSv1.2"}) {
        BOOST_TEST_CONTEXT(protocol)
        {
            const nginx_front front(protocol);
            asio::io_context context(1);
            const client c(context, front.options().max_connections(1));
            int registered = 0;
            asio::co_spawn(context, register_accounts(c, 0, 100, registered), asio::detached);
            context.run();
            BOOST_TEST(registered == 100);
            BOOST_TEST(front.service.accounts(api_token).size() == 100U);

            std::map<std::string, std::string> connections;
            for (const auto& request : front.seen()) {
                connections.emplace(request.at(0), request.at(1));
                BOOST_TEST(request.at(2) == protocol);
                BOOST_TEST(request.at(3) == "201");
            }
            BOOST_TEST(connections.size() == 10U);
            BOOST_TEST(std::count_if(connections.begin(), connections.end(),
                                     [](const auto& each) { return each.second == "r"; }) == 9);
        }
    }
}

BOOST_AUTO_TEST_CASE(limited_rate_is_waited_for)
{
    const nginx_front front("TLSv1.3",
                            "limit_req_zone $server_port zone=all:1m rate=50r/s;\nlimit_req_status 429;\n",
                            "limit_req zone=all burst=2 nodelay;\n");
    asio::io_context context(1);
    const client c(context, front.options());
    int registered = 0;
    for (int worker = 0; worker < 8; ++worker)
        asio::co_spawn(context, register_accounts(c, worker * 5, 5, registered), asio::detached);
    context.run();
    BOOST_TEST(registered == 40);
    BOOST_TEST(front.service.accounts(api_token).size() == 40U);
    const auto requests = front.seen();
    BOOST_TEST(std::count_if(requests.begin(), requests.end(),
                             [](const auto& each) { return each.at(3) == "429"; }) > 0);
    BOOST_TEST(front.service.statistics().requests.requests == 40U);
}

BOOST_AUTO_TEST_CASE(restart_in_mid_traffic_loses_no_account)
{
    nginx_front front;
    asio::io_context context(1);
    const client c(context, front.options().max_connections(8));
    int registered = 0;
    for (int worker = 0; worker < 8; ++worker)
        asio::co_spawn(context, register_accounts(c, worker * 50, 50, registered), asio::detached);
    for (const int mark : {100, 200, 300}) {
        while (registered < mark && context.run_one() != 0) {
        }
        front.server.stop();
        front.server.start();
    }
    context.run();
    BOOST_TEST(registered == 400);
    BOOST_TEST(front.service.accounts(api_token).size() == 400U);
}

BOOST_AUTO_TEST_SUITE_END()
