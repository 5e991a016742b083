#include "cli/exit_code.hpp"

#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

namespace {

using useapi::errc;
using useapi::cli::exit_code;

BOOST_AUTO_TEST_SUITE(exit_codes)

BOOST_AUTO_TEST_CASE(exit_code_of_every_code_is_as_documented)
{
    const std::vector<std::pair<errc, exit_code>> cases{
        {errc::invalid_argument, exit_code::usage},
        {errc::resolve_failed, exit_code::unreachable},
        {errc::connect_failed, exit_code::unreachable},
        {errc::tls_failed, exit_code::unreachable},
        {errc::certificate_rejected, exit_code::unreachable},
        {errc::client_certificate_rejected, exit_code::unreachable},
        {errc::proxy_failed, exit_code::unreachable},
        {errc::proxy_refused, exit_code::unreachable},
        {errc::connection_lost, exit_code::unreachable},
        {errc::malformed_response, exit_code::unreachable},
        {errc::header_too_large, exit_code::unreachable},
        {errc::body_too_large, exit_code::unreachable},
        {errc::unexpected_content, exit_code::failed},
        {errc::timed_out, exit_code::unreachable},
        {errc::attempt_timed_out, exit_code::unreachable},
        {errc::cancelled, exit_code::interrupted},
        {errc::queue_full, exit_code::failed},
        {errc::client_draining, exit_code::interrupted},
        {errc::client_closed, exit_code::interrupted},
        {errc::token_refused, exit_code::token_refused},
        {errc::subscription_exhausted, exit_code::token_refused},
        {errc::no_place_left, exit_code::failed},
        {errc::credentials_refused, exit_code::failed},
        {errc::account_suspended, exit_code::failed},
        {errc::account_out_of_credits, exit_code::failed},
        {errc::account_in_error_state, exit_code::failed},
        {errc::login_failed, exit_code::failed},
        {errc::not_found, exit_code::failed},
        {errc::request_refused, exit_code::failed},
        {errc::rate_limited, exit_code::failed},
        {errc::service_unavailable, exit_code::unreachable},
        {errc::server_failed, exit_code::failed},
        {errc::unexpected_status, exit_code::failed},
    };
    for (const auto& [code, expected] : cases) {
        BOOST_TEST_CONTEXT(code)
        BOOST_TEST(static_cast<int>(useapi::cli::exit_code_of(useapi::error(code))) ==
                   static_cast<int>(expected));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
