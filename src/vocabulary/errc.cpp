#include <useapi/errc.hpp>

#include <string>

namespace useapi {
namespace {

const char* describe(errc value) noexcept
{
    switch (value) {
    case errc::invalid_argument:
        return "invalid argument, nothing was sent";
    case errc::resolve_failed:
        return "the host name could not be resolved";
    case errc::connect_failed:
        return "no connection could be made";
    case errc::tls_failed:
        return "the TLS handshake failed";
    case errc::certificate_rejected:
        return "the server's certificate was not accepted";
    case errc::client_certificate_rejected:
        return "the server does not accept the client's certificate, or wants one";
    case errc::proxy_failed:
        return "the proxy failed to make a tunnel";
    case errc::proxy_refused:
        return "the proxy refuses to make a tunnel";
    case errc::connection_lost:
        return "the connection was lost before the answer was complete";
    case errc::malformed_response:
        return "the answer is not well-formed HTTP/1.1";
    case errc::header_too_large:
        return "the answer's header exceeds the limit";
    case errc::body_too_large:
        return "the answer's body exceeds the limit";
    case errc::unexpected_content:
        return "the answer's content is not what the operation returns";
    case errc::timed_out:
        return "the deadline of the call passed";
    case errc::attempt_timed_out:
        return "the attempt timed out";
    case errc::cancelled:
        return "cancelled";
    case errc::queue_full:
        return "too many calls wait for a connection";
    case errc::client_draining:
        return "the client is draining";
    case errc::client_closed:
        return "the client is closed";
    case errc::token_refused:
        return "the API token is refused";
    case errc::subscription_exhausted:
        return "the subscription expired or is out of credits";
    case errc::no_place_left:
        return "the subscription has no place left for another account";
    case errc::credentials_refused:
        return "the account's email or password is wrong";
    case errc::account_suspended:
        return "the account is suspended";
    case errc::account_out_of_credits:
        return "the account is out of credits";
    case errc::account_in_error_state:
        return "the account is in an error state";
    case errc::login_failed:
        return "the upstream login failed";
    case errc::not_found:
        return "no such account";
    case errc::request_refused:
        return "the service refuses the request";
    case errc::rate_limited:
        return "the service asks for a pause";
    case errc::service_unavailable:
        return "the service is unavailable";
    case errc::server_failed:
        return "the service failed";
    case errc::unexpected_status:
        return "unexpected status";
    }
    return "unknown error";
}

const char* describe(condition value) noexcept
{
    switch (value) {
    case condition::transient:
        return "transient failure";
    case condition::timed_out:
        return "time limit reached";
    case condition::cancelled:
        return "stopped before its end";
    case condition::transport:
        return "no complete answer";
    case condition::refused:
        return "refused by the service";
    case condition::account_refused:
        return "account refused by the service";
    case condition::token_refused:
        return "API token refused by the service";
    }
    return "unknown condition";
}

bool belongs(errc code, condition group) noexcept
{
    switch (group) {
    case condition::transient:
        switch (code) {
        case errc::resolve_failed:
        case errc::connect_failed:
        case errc::tls_failed:
        case errc::proxy_failed:
        case errc::connection_lost:
        case errc::timed_out:
        case errc::attempt_timed_out:
        case errc::queue_full:
        case errc::rate_limited:
        case errc::service_unavailable:
        case errc::server_failed:
            return true;
        default:
            return false;
        }
    case condition::timed_out:
        return code == errc::timed_out || code == errc::attempt_timed_out;
    case condition::cancelled:
        return code == errc::cancelled || code == errc::client_draining || code == errc::client_closed;
    case condition::transport:
        return code >= errc::resolve_failed && code <= errc::body_too_large;
    case condition::refused:
        return code >= errc::token_refused && code <= errc::request_refused;
    case condition::account_refused:
        return code == errc::no_place_left || code == errc::credentials_refused ||
               code == errc::account_suspended || code == errc::account_out_of_credits ||
               code == errc::account_in_error_state || code == errc::login_failed;
    case condition::token_refused:
        return code == errc::token_refused || code == errc::subscription_exhausted;
    }
    return false;
}

class errc_category final : public boost::system::error_category
{
public:
    constexpr errc_category() noexcept : boost::system::error_category(0x5c1e9d6b0f3a7721ULL) {}

    const char* name() const noexcept override { return "useapi"; }

    std::string message(int value) const override { return describe(static_cast<errc>(value)); }

    char const* message(int value, char*, std::size_t) const noexcept override
    {
        return describe(static_cast<errc>(value));
    }

    bool equivalent(int code, const error_condition& group) const noexcept override
    {
        if (group.category() == condition_category())
            return belongs(static_cast<errc>(code), static_cast<condition>(group.value()));
        return boost::system::error_category::equivalent(code, group);
    }
};

class condition_category_type final : public boost::system::error_category
{
public:
    constexpr condition_category_type() noexcept : boost::system::error_category(0x5c1e9d6b0f3a7722ULL) {}

    const char* name() const noexcept override { return "useapi.condition"; }

    std::string message(int value) const override { return describe(static_cast<condition>(value)); }

    char const* message(int value, char*, std::size_t) const noexcept override
    {
        return describe(static_cast<condition>(value));
    }
};

constexpr errc_category errc_category_instance;
constexpr condition_category_type condition_category_instance;

} // namespace

std::string_view name_of(const error_code& code) noexcept
{
    if (code.category() != error_category())
        return "other";
    switch (static_cast<errc>(code.value())) {
    case errc::invalid_argument:
        return "invalid_argument";
    case errc::resolve_failed:
        return "resolve_failed";
    case errc::connect_failed:
        return "connect_failed";
    case errc::tls_failed:
        return "tls_failed";
    case errc::certificate_rejected:
        return "certificate_rejected";
    case errc::client_certificate_rejected:
        return "client_certificate_rejected";
    case errc::proxy_failed:
        return "proxy_failed";
    case errc::proxy_refused:
        return "proxy_refused";
    case errc::connection_lost:
        return "connection_lost";
    case errc::malformed_response:
        return "malformed_response";
    case errc::header_too_large:
        return "header_too_large";
    case errc::body_too_large:
        return "body_too_large";
    case errc::unexpected_content:
        return "unexpected_content";
    case errc::timed_out:
        return "timed_out";
    case errc::attempt_timed_out:
        return "attempt_timed_out";
    case errc::cancelled:
        return "cancelled";
    case errc::queue_full:
        return "queue_full";
    case errc::client_draining:
        return "client_draining";
    case errc::client_closed:
        return "client_closed";
    case errc::token_refused:
        return "token_refused";
    case errc::subscription_exhausted:
        return "subscription_exhausted";
    case errc::no_place_left:
        return "no_place_left";
    case errc::credentials_refused:
        return "credentials_refused";
    case errc::account_suspended:
        return "account_suspended";
    case errc::account_out_of_credits:
        return "account_out_of_credits";
    case errc::account_in_error_state:
        return "account_in_error_state";
    case errc::login_failed:
        return "login_failed";
    case errc::not_found:
        return "not_found";
    case errc::request_refused:
        return "request_refused";
    case errc::rate_limited:
        return "rate_limited";
    case errc::service_unavailable:
        return "service_unavailable";
    case errc::server_failed:
        return "server_failed";
    case errc::unexpected_status:
        return "unexpected_status";
    }
    return "other";
}

const boost::system::error_category& error_category() noexcept
{
    return errc_category_instance;
}

const boost::system::error_category& condition_category() noexcept
{
    return condition_category_instance;
}

} // namespace useapi
