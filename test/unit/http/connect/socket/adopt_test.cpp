#include "http/connect/socket/adopt.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(adopted_sockets)

namespace {

using namespace useapi;
using http::owned_socket;

/** A listener, and a socket that is connected to it. */
class connection
{
public:
    connection(sockaddr_storage at, std::size_t size)
        : client(::socket(at.ss_family, SOCK_STREAM, 0)), listener_(::socket(at.ss_family, SOCK_STREAM, 0))
    {
        auto* const address = reinterpret_cast<sockaddr*>(&at);
        auto bytes = static_cast<socklen_t>(size);
        BOOST_TEST_REQUIRE(::bind(listener_.get(), address, bytes) == 0);
        BOOST_TEST_REQUIRE(::listen(listener_.get(), 1) == 0);
        if (at.ss_family != AF_UNIX) {
            BOOST_TEST_REQUIRE(::getsockname(listener_.get(), address, &bytes) == 0);
            port = ntohs(reinterpret_cast<const sockaddr_in*>(&at)->sin_port); // the system's choice
        }
        BOOST_TEST_REQUIRE(::connect(client.get(), address, bytes) == 0);
    }

    owned_socket client;
    unsigned port = 0;

private:
    owned_socket listener_;
};

connection connected_to_unix(std::string_view path)
{
    sockaddr_storage at{};
    at.ss_family = AF_UNIX;
    std::memcpy(reinterpret_cast<char*>(&at) + offsetof(sockaddr_un, sun_path), path.data(), path.size());
    return {at, offsetof(sockaddr_un, sun_path) + path.size()};
}

connection connected_to_loopback(int family)
{
    sockaddr_storage at{};
    at.ss_family = static_cast<sa_family_t>(family);
    if (family == AF_INET) {
        reinterpret_cast<sockaddr_in*>(&at)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return {at, sizeof(sockaddr_in)};
    }
    reinterpret_cast<sockaddr_in6*>(&at)->sin6_addr = in6addr_loopback;
    return {at, sizeof(sockaddr_in6)};
}

http::connect_report report_of(owned_socket& opened)
{
    boost::asio::io_context context;
    http::connect_report report;
    error_code ec;
    const auto adopted =
        http::adopt(opened, http::byte_stream::executor_type(context.get_executor()), report, ec);
    BOOST_TEST(!ec, ec.message());
    BOOST_TEST(adopted.is_open());
    BOOST_TEST(opened.get() == -1);
    return report;
}

} // namespace

// An observer would tell a user of another peer than the one that the connection has.
BOOST_AUTO_TEST_CASE(peer_of_an_internet_socket_has_an_address_and_a_port)
{
    const struct
    {
        int family;
        const char* address;
    } rows[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}};

    for (const auto& [family, address] : rows)
        BOOST_TEST_CONTEXT(address)
        {
            connection made = connected_to_loopback(family);
            const http::connect_report report = report_of(made.client);
            BOOST_TEST(report.peer_address == address);
            BOOST_TEST(report.peer_port == made.port);
        }
}

BOOST_AUTO_TEST_CASE(peer_of_a_unix_socket_has_its_path)
{
    const test::temporary_folder folder;
    const std::string path = folder.path("socket");
    // As long as a path may be, with no zero behind it.
    const std::string longest = path + std::string(sizeof(sockaddr_un::sun_path) - path.size(), 'x');
    const std::string abstract = std::string(1, '\0') + "useapi" + path;

    const struct
    {
        std::string bound;
        std::string named;
    } rows[] = {{path, path}, {longest, longest}, {abstract, '@' + abstract.substr(1)}};

    for (const auto& [bound, named] : rows)
        BOOST_TEST_CONTEXT(named)
        {
            connection made = connected_to_unix(bound);
            const http::connect_report report = report_of(made.client);
            BOOST_TEST(report.peer_address == named);
            BOOST_TEST(report.peer_port == 0);
        }
}

BOOST_AUTO_TEST_CASE(peer_without_a_name_has_none)
{
    std::array<int, 2> ends{};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    owned_socket ours(ends[0]);
    const owned_socket theirs(ends[1]);
    BOOST_TEST(report_of(ours).peer_address.empty());
}

BOOST_AUTO_TEST_CASE(socket_that_is_not_connected_stays_with_its_owner)
{
    boost::asio::io_context context;
    owned_socket opened(::socket(AF_INET, SOCK_STREAM, 0));
    http::connect_report report;
    error_code ec;
    http::adopt(opened, http::byte_stream::executor_type(context.get_executor()), report, ec);
    BOOST_TEST((ec == boost::system::errc::not_connected), ec.message());
    BOOST_TEST(opened.get() != -1);
}

BOOST_AUTO_TEST_SUITE_END()
