#include "http/tls/tls_verification.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>

#include <string_view>
#include <vector>

using namespace useapi;

namespace {

error_code error_of(int reason)
{
    return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)), boost::asio::error::get_ssl_category()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_verification)

BOOST_AUTO_TEST_CASE(alerts_say_whose_certificate_and_when)
{
    struct row
    {
        std::string_view name;
        error_code ec;
        bool alert;
        bool refuses_ours; ///< refuses our certificate
        bool denied;
    };

    const std::vector<row> rows = {
        {"certificate_required", error_of(SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED), true, true, false},
        {"bad_certificate", error_of(SSL_R_SSLV3_ALERT_BAD_CERTIFICATE), true, true, false},
        {"certificate_unknown", error_of(SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN), true, true, false},
        {"unknown_ca", error_of(SSL_R_TLSV1_ALERT_UNKNOWN_CA), true, true, false},
        {"access_denied", error_of(SSL_R_TLSV1_ALERT_ACCESS_DENIED), true, false, true},
        {"handshake_failure", error_of(SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE), true, false, false},
        {"internal_error", error_of(SSL_R_TLSV1_ALERT_INTERNAL_ERROR), true, false, false},
        {"our own", error_of(SSL_R_CERTIFICATE_VERIFY_FAILED), false, false, false},
        {"reset", boost::asio::error::connection_reset, false, false, false},
        {"truncated", boost::asio::ssl::error::stream_truncated, false, false, false},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            BOOST_TEST(http::is_alert(r.ec) == r.alert);
            BOOST_TEST(http::refuses_client_certificate(r.ec) == r.refuses_ours);
            BOOST_TEST(http::is_access_denied(r.ec) == r.denied);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
