#include "http/connect/socket/owned_socket.hpp"
#include "http/tls/socket_bio.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>

BOOST_AUTO_TEST_SUITE(bios_of_sockets)

namespace {

using namespace useapi;
using http::owned_socket;

} // namespace

// The thread would read for ever, or the connection would count as one that has nothing to read.
BOOST_AUTO_TEST_CASE(end_of_the_peer_is_seen_whatever_the_last_system_call_failed_with)
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    for (const int before : {0, EINTR, EAGAIN, ECONNRESET})
        BOOST_TEST_CONTEXT(before)
        {
            std::array<int, 2> ends{};
            BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
            const owned_socket ours(ends[0]);
            std::optional<owned_socket> theirs(ends[1]);
            const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
            http::socket_bio bio(ours.get());
            bio.attach(tls.get());
            BIO* const reads = SSL_get_rbio(tls.get());
            char byte = 0;

            BOOST_TEST(BIO_read(reads, &byte, 1) == -1);
            BOOST_TEST(BIO_should_read(reads) != 0);
            BOOST_TEST(!bio.failure());

            theirs.reset();
            errno = before;
            BOOST_TEST(BIO_read(reads, &byte, 1) == -1);
            BOOST_TEST(BIO_should_read(reads) == 0);
            BOOST_TEST((bio.failure() == boost::asio::ssl::error::stream_truncated), bio.failure().message());
        }
}

BOOST_AUTO_TEST_SUITE_END()
