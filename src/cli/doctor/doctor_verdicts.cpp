#include "cli/doctor/doctor_verdicts.hpp"

#include "cli/import/plan/places.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"
#include "retry/retry_after.hpp"
#include "runwayml/account_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace useapi::cli {
namespace {

using std::chrono::seconds;

constexpr seconds day{24 * 3600};
constexpr seconds soon = 14 * day;
constexpr seconds tolerable_skew{10};
constexpr seconds harmful_skew{300};

std::string day_and_time(wall_time when)
{
    return iso_time(std::chrono::floor<std::chrono::milliseconds>(when), false);
}

std::string in_days(std::chrono::system_clock::duration time)
{
    const auto days = std::chrono::duration_cast<seconds>(time) / day;
    return days == 1 ? "1 day" : fmt::format("{} days", days);
}

std::string in_words(seconds time)
{
    return time < 2 * seconds(60) ? fmt::format("{} s", time.count())
           : time < 2 * seconds(3600)
               ? fmt::format("{} minutes", std::chrono::round<std::chrono::minutes>(time).count())
               : fmt::format("{} hours", std::chrono::round<std::chrono::hours>(time).count());
}

std::string hint_for_refusal(const http::peer_certificate& shown, std::string_view refusal, wall_time now)
{
    if (now >= shown.valid_until)
        return "the service has to renew it; if it did, this machine's clock is ahead";
    if (now < shown.valid_from)
        return "set this machine's clock";
    if (refusal.find("name mismatch") != std::string_view::npos)
        return "--base-url must name the service as its certificate does";
    return "--ca-file names an authority to trust; a proxy that decrypts TLS has its own authority";
}

} // namespace

reached how_far(const std::optional<error>& failure) noexcept
{
    if (!failure)
        return reached::service;
    const error_code code = failure->code();
    if (code == errc::resolve_failed)
        return reached::nothing;
    if (code == errc::connect_failed)
        return reached::addresses;
    if (code == errc::proxy_failed || code == errc::proxy_refused)
        return reached::peer;
    return code == errc::certificate_rejected ? reached::certificate : reached::tunnel;
}

finding judge_certificate(const http::peer_certificate& shown, std::string_view refusal, wall_time now)
{
    finding found{"certificate", verdict::ok, {}, {}};
    found.facts = {{"subject", shown.subject},
                   {"issuer", shown.issuer},
                   {"names", shown.names},
                   {"valid_from", day_and_time(shown.valid_from)},
                   {"valid_until", day_and_time(shown.valid_until)}};
    if (!refusal.empty()) {
        found.verdict = verdict::failure;
        found.code = exit_code::unreachable;
        found.text = refusal;
        found.hint = hint_for_refusal(shown, refusal, now);
        return found;
    }
    found.text = fmt::format("{}, issued by {}, for {}, until {} ({})", shown.subject, shown.issuer,
                             shown.names, day_and_time(shown.valid_until), in_days(shown.valid_until - now));
    if (shown.valid_until - now < soon) {
        found.verdict = verdict::warning;
        found.hint = "it has to be renewed soon";
    }
    return found;
}

finding judge_clock(std::optional<std::string_view> date, wall_time sent, wall_time received)
{
    finding found{"clock", verdict::ok, {}, {}};
    const auto theirs = date ? retry::parse_http_date(*date, received) : std::nullopt;
    if (!theirs) {
        found.verdict = verdict::warning;
        found.text = date ? "the Date of the answer is not a date" : "the answer has no Date";
        return found;
    }
    // Any time between the two counts as right. A Date has no fractions of a second.
    const auto earliest = std::chrono::floor<seconds>(sent);
    const auto latest = std::chrono::ceil<seconds>(received);
    const seconds ahead = std::max(earliest - *theirs, seconds(0));
    const seconds behind = std::max(*theirs - latest, seconds(0));
    const seconds skew = std::max(ahead, behind);
    found.facts = {{"skew_s", fmt::to_string((ahead - behind).count())}};
    if (skew <= tolerable_skew) {
        found.text = skew == seconds(0) ? "agrees with the service's"
                                        : fmt::format("{} s from the service's", skew.count());
        return found;
    }
    found.verdict = skew > harmful_skew ? verdict::failure : verdict::warning;
    found.text = fmt::format("clock skew: this machine's clock is {} {} the service's", in_words(skew),
                             ahead > behind ? "ahead of" : "behind");
    found.hint = "set it, by NTP for instance: certificates and the dates of Retry-After are judged by it";
    return found;
}

finding judge_token_answer(int status, std::string_view body, const error& said)
{
    finding found{"API token", verdict::ok, {}, {}};
    found.facts = {{"status", fmt::to_string(status)}};
    // If no account is configured, the service answers with prose or an empty body. For a wrong path it
    // answers with a web page.
    if (status == 404 && (body.find("onfiguration") != std::string_view::npos ||
                          body.find_first_not_of(" \t\r\n") == std::string_view::npos)) {
        found.text = "accepted; no accounts are configured";
        return found;
    }
    if (status >= 200 && status < 300) {
        std::vector<runwayml::account> accounts;
        if (!runwayml::parse_accounts(body, accounts)) {
            found.text = fmt::format("accepted; {} accounts are configured", accounts.size());
            return found;
        }
        found.verdict = verdict::failure;
        found.text = "the answer is not a list of accounts";
        found.hint = "check that --base-url names the service";
        return found;
    }
    found.verdict = said.code() == errc::rate_limited ? verdict::warning : verdict::failure;
    found.code = cli::exit_code_of(said);
    found.text = said.message();
    if (said.code() == condition::token_refused)
        found.hint = said.code() == errc::token_refused
                         ? "check USEAPI_TOKEN, --token-file or --token-command"
                         : "the subscription of this token has to be renewed";
    else if (said.code() == errc::not_found || said.code() == errc::unexpected_status ||
             said.code() == errc::unexpected_content)
        found.hint = "check the path of --base-url: the service's ends in /v1/runwayml";
    else
        found.hint = "the service is busy or in trouble: try again later";
    return found;
}

finding judge_places(const result<subscription>& held)
{
    finding found{"places", verdict::ok, {}, {}};
    if (!held) {
        found.verdict = verdict::skipped;
        found.text = "the service does not tell: " + held.error().message();
        return found;
    }
    const account_counts counts = counts_of(*held, nullptr).value_or(account_counts());
    const std::uint64_t taken = counts.total();
    const std::uint64_t dead = counts.in_error().value_or(0);
    const std::string in_error = dead == 0   ? ""
                                 : dead == 1 ? ", 1 by an account in error"
                                             : fmt::format(", {} by accounts in error", dead);
    found.text = held->places() ? fmt::format("{} of {} taken{}", taken, *held->places(), in_error)
                                : fmt::format("{} taken{}", taken, in_error);
    if (held->is_active() == false) {
        found.verdict = verdict::warning;
        found.text += "; the subscription is not active";
        found.hint = "the subscription of this token has to be renewed";
    } else if (free_places_of(*held, nullptr) == std::uint64_t(0)) {
        found.verdict = verdict::warning;
        found.hint = "a new account needs a place: delete one, or buy another subscription";
    }
    return found;
}

finding judge_link(const bulk::shared_link& link)
{
    finding found{"ledger", verdict::ok, {}, {}};
    const std::string ledger = printable(link.ledger);
    const std::string mode = printable(link.sslmode);
    found.facts = {{"tls", link.protocol}, {"sslmode", link.sslmode}};
    if (link.is_local) {
        found.text = ledger + ", by a socket of this machine";
        return found;
    }
    if (link.protocol.empty())
        found.text = fmt::format("{}, without TLS (sslmode={})", ledger, mode);
    else
        found.text = fmt::format("{}, {} (sslmode={})", ledger, printable(link.protocol), mode);
    if (link.protocol.empty() || mode != "verify-full") {
        found.verdict = verdict::warning;
        found.hint = link.protocol.empty()
                         ? "others on the way can read the emails: add sslmode=verify-full to the URL"
                         : "another server could pass for it: add sslmode=verify-full to the URL, and "
                           "sslrootcert=FILE for an authority of your own";
    }
    return found;
}

} // namespace useapi::cli
