#include "cli/explain/error_guide.hpp"

#include <utility>

namespace useapi::cli {
namespace {

constexpr std::pair<errc, explanation> guide[] = {
    {errc::invalid_argument,
     {"A value given to the library or the command is not allowed. The message names it. Nothing "
      "was sent.",
      "Correct the value that the message names."}},
    {errc::resolve_failed,
     {"The name server does not know the host of the base URL or of the proxy, or does not answer.",
      "Check `--base-url`, `--proxy` and the network, with `useapi doctor`. The client asks a name "
      "server that is down for a moment once more by itself."}},
    {errc::connect_failed,
     {"Nothing accepts connections at host and port, or a firewall drops them.",
      "Check host and port, and look for a firewall or a missing proxy with `useapi "
      "doctor`."}},
    {errc::tls_failed,
     {"The other side does not speak TLS, speaks no version that both accept, or ended the "
      "handshake.",
      "Check that the port is the one of an `https` service, and that nothing between intercepts "
      "TLS. `useapi doctor` shows how far it comes."}},
    {errc::certificate_rejected,
     {"The certificate is expired, is for another host, or is signed by an authority that is not "
      "trusted. The message says which.",
      "Check the clock, the host in `--base-url`, and the package `ca-certificates`. For an "
      "authority of your own, such as the emulator's, name its file with `--ca-file`."}},
    {errc::client_certificate_rejected,
     {"The server asks for a client certificate. It got none, or one that it does not accept.",
      "Set the certificate and its key with `tls_options`, and check that they are valid and of "
      "the authority that the server trusts."}},
    {errc::proxy_failed,
     {"The proxy cannot be reached, or reports that it cannot reach the service.",
      "Check `--proxy` or `HTTPS_PROXY`, and the proxy's log. `NO_PROXY` names hosts to reach "
      "without it."}},
    {errc::proxy_refused,
     {"The proxy wants other credentials (407 of an HTTP proxy), or its rules forbid the host or the "
      "port.",
      "Put user and password into `HTTPS_PROXY`, or have the proxy's owner allow the host and the "
      "port."}},
    {errc::connection_lost,
     {"The connection ended before the answer was complete: a restart, a load balancer, or a "
      "broken line.",
      "Look at the effect: with `unknown` the service may have done what was asked, so ask with "
      "`get_account` or repeat the upsert. If it happens often, look at the machines on the way."}},
    {errc::malformed_response,
     {"The answer breaks the rules of HTTP/1.1. Something other than the service may answer.",
      "Check that `--base-url` and `--proxy` name the right host and port. Report it to the "
      "service if they do."}},
    {errc::header_too_large,
     {"The header of the answer is larger than `client_options::header_limit`, or the interim "
      "answers before it are larger than that and `client_options::body_limit` together.",
      "Check that the service answers, and not something in front of it. Raise the limit if such "
      "headers are expected."}},
    {errc::body_too_large,
     {"The content of the answer is larger than `client_options::body_limit`.",
      "Raise `client_options::body_limit`, if you expect so much."}},
    {errc::unexpected_content,
     {"The answer is not what the operation returns: a web page, an answer about another account, "
      "or a path that is not there.",
      "Check that `--base-url` names the service and its path. If the effect is `unknown`, look "
      "with `get_account` before you repeat the call."}},
    {errc::timed_out,
     {"The time for the whole call (`--timeout`, `client_options::timeout`) was over before there "
      "was an answer.",
      "Raise the time-out, lower `--concurrency` if calls wait for a connection, or try later. If "
      "the effect is `unknown`, the service may have done what was asked."}},
    {errc::attempt_timed_out,
     {"The last attempt took longer than `--attempt-timeout` (`client_options::attempt_timeout`) "
      "allows.",
      "Raise that time: a login at the upstream takes seconds. If the effect is `unknown`, the "
      "service may have done what was asked."}},
    {errc::cancelled,
     {"The caller cancelled the call, or a signal ended the command.",
      "Nothing is wrong. If the effect is `unknown`, look with `get_account`, or repeat the call."}},
    {errc::queue_full,
     {"`client_options::max_waiting` calls wait for a connection already.",
      "Start fewer calls at a time, or raise `max_waiting` or `max_connections`."}},
    {errc::client_draining,
     {"`client::async_drain` was called: the client ends its calls and takes no new ones.",
      "Make calls before the drain, or with another client."}},
    {errc::client_closed,
     {"The client was closed, or its last handle was destroyed while the call was under way.",
      "Keep a handle of the client until its calls have ended."}},
    {errc::token_refused,
     {"The service does not accept the API token. Every other call with it fails as well.",
      "Check `USEAPI_TOKEN`, `--token-file` or `--token-command` for a token that is old, cut "
      "short, or of another subscription; get a new one from useapi.net."}},
    {errc::subscription_exhausted,
     {"The subscription of the API token has expired, or has no credits left (402).",
      "Renew the subscription or buy credits at useapi.net, and give the same command again."}},
    {errc::no_place_left,
     {"The subscription holds as many accounts as it may. Accounts that it holds can still be "
      "updated.",
      "Delete accounts that are not used any more, or buy more places."}},
    {errc::credentials_refused,
     {"Email or password of the account is wrong. Other accounts are not affected.",
      "Correct the password and register the account once more. Do not repeat it as it is: "
      "repeated failed logins can lock the account."}},
    {errc::account_suspended,
     {"Runway suspended the account. Other accounts are not affected.",
      "The account's owner must settle it with Runway, or use another account."}},
    {errc::account_out_of_credits,
     {"The account has no credits left at Runway (412).",
      "Add credits to the account at Runway, or use another account."}},
    {errc::account_in_error_state,
     {"The service keeps the account in an error state (596): Runway refuses its session, or holds "
      "it for some hours.",
      "Wait some hours, or log in at Runway by hand. Then register the account once more."}},
    {errc::login_failed,
     {"The service could not log in to Runway with the account. It is not tried again by itself, "
      "since repeated failed logins can lock the account.",
      "Log in at Runway by hand, to see what it asks for. Correct the password if it is wrong, and "
      "register the account once more."}},
    {errc::not_found,
     {"The service holds no account with that email, or no account at all.",
      "Check the email, or register the account with `useapi accounts upsert`. An account that is "
      "not there needs no deletion."}},
    {errc::request_refused,
     {"The service refuses this request with another 4xx. Its own words are in the message.",
      "Read what the service says, and correct the request. It fails in the same way if it is "
      "repeated."}},
    {errc::rate_limited,
     {"The service asks to wait (429), or the client holds the call back since another one was "
      "told to wait.",
      "Wait as long as `retry_after` says, or longer. Lower `--concurrency` or `--rate`; raise "
      "`--timeout` for longer pauses."}},
    {errc::service_unavailable,
     {"The service, or a gateway in front of it, is overloaded or down (408, 502 to 504, 520 to "
      "524), or a gateway answers in its place. Or it has not answered for as long as "
      "`load_options::fail_fast_after`, so no request was sent.",
      "Try later. If it lasts, ask the service's support and name the `request_id` of the error."}},
    {errc::server_failed,
     {"The service failed with a 5xx that says nothing of the account.",
      "Try later. If it lasts, ask the service's support and name the `request_id` of the error."}},
    {errc::unexpected_status,
     {"The service answered with a status that this API does not use, such as a redirect.",
      "Check that `--base-url` is the address of the service itself. Redirects are not followed, "
      "since they could carry the API token to another host."}},
};

} // namespace

explanation explain(errc code) noexcept
{
    for (const auto& [described, text] : guide)
        if (described == code)
            return text;
    return {};
}

std::vector<errc> every_code()
{
    std::vector<errc> codes;
    for (const auto& [described, text] : guide)
        codes.push_back(described);
    return codes;
}

} // namespace useapi::cli
