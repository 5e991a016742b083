#include "http/tls/tls_trust.hpp"

#include "integration/client/loopback.hpp"
#include "integration/client/replaceable_file.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <memory>

using namespace useapi;
using namespace useapi::testing;
using http::tls_options;

BOOST_AUTO_TEST_SUITE(tls_trust)

BOOST_AUTO_TEST_CASE(equal_options_share_what_is_parsed_as_long_as_the_file_is_unchanged)
{
    const replaceable_file authorities(make_certificate_chain().root);
    const auto options = tls_options().ca_file(authorities.path());
    const auto first = http::trusted_by(options);
    BOOST_TEST(http::trusted_by(tls_options(options).resume_sessions(false)) == first);
    BOOST_TEST(http::trusted_by(tls_options(options).ca_pem(make_certificate_chain().root)) != first);
    authorities.replace(make_certificate_chain("another").root);
    const auto second = http::trusted_by(options);
    BOOST_TEST(second != first);
    BOOST_TEST(http::trusted_by(options) == second);
}

BOOST_AUTO_TEST_CASE(what_was_parsed_lives_as_long_as_a_client_uses_it)
{
    const auto options = tls_options().ca_pem(make_certificate_chain().root);
    asio::io_context context(1);
    std::weak_ptr<X509_STORE> parsed;
    {
        const client used(context, client_options(secret(api_token)).tls(options));
        parsed = http::trusted_by(options);
        BOOST_TEST(!parsed.expired());
    }
    BOOST_TEST(parsed.expired());
}

BOOST_AUTO_TEST_CASE(child_of_a_fork_parses_for_itself)
{
    const auto options = tls_options().ca_pem(make_certificate_chain().root);
    const auto parsed = http::trusted_by(options);
    const ::pid_t child = ::fork();
    if (child == 0)
        ::_exit(http::trusted_by(options) == parsed ? 1 : 0);
    int status = -1;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(http::trusted_by(options) == parsed);
}

BOOST_AUTO_TEST_SUITE_END()
