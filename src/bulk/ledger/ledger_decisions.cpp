#include "bulk/ledger/ledger_decisions.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

constexpr std::string_view beginning_of_base_url = "base_url of ";

std::string_view file_name(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

std::string_view without_slash(std::string_view url)
{
    while (url.ends_with('/'))
        url.remove_suffix(1);
    return url;
}

std::string described(const std::string& input)
{
    return input == "-" ? "standard input" : input;
}

row_state state_of(const row_result& result)
{
    switch (result.outcome) {
    case row_outcome::applied:
        return row_state::applied;
    case row_outcome::rejected:
        return row_state::rejected;
    case row_outcome::failed:
        return result.effect == effect::unknown ? row_state::unknown : row_state::failed;
    case row_outcome::skipped:
    case row_outcome::unchanged:
    case row_outcome::deleted:
    case row_outcome::not_deleted:
        break;
    }
    return row_state::pending;
}

} // namespace

bool may_be_there(const ledger_row& row) noexcept
{
    return row.state == row_state::sent || row.state == row_state::unknown;
}

next_step decide(const ledger_row* known, const ledger_claim& claim, const resume_rules& rules)
{
    // An outcome for other data tells nothing about the present data of the input.
    if (!known || known->digest != claim.digest)
        return next_step::send;
    const bool is_of_this_run = known->settled_at && *known->settled_at >= rules.run_began;
    if (may_be_there(*known) && !rules.may_repeat && !rules.retry_rejected)
        return next_step::keep;
    switch (known->state) {
    case row_state::pending:
    case row_state::deleted:
        return next_step::send;
    case row_state::applied:
        return claim.is_gone && !is_of_this_run ? next_step::send : next_step::keep;
    case row_state::sent:
        return rules.verify ? next_step::ask_first : next_step::send;
    case row_state::unknown:
        if (is_of_this_run)
            return next_step::keep;
        return rules.verify ? next_step::ask_first : next_step::send;
    case row_state::rejected:
        // Includes failures that were not the row's fault: the subscription was out of credits.
    case row_state::failed:
        return (rules.retry_rejected || known->worth_retrying) && !is_of_this_run ? next_step::send
                                                                                  : next_step::keep;
    }
    return next_step::send;
}

ledger_row mark_sent(const ledger_row* known, const ledger_claim& claim, wall_time now)
{
    ledger_row row = known ? *known : ledger_row();
    const bool is_unchanged = known && known->digest == claim.digest;
    // A row that was sent without an outcome keeps this state, however often a later run is broken off.
    row.before_sent = !is_unchanged                  ? row_state::pending
                      : row.state == row_state::sent ? row_state::unknown
                                                     : row.state;
    row.key = claim.key;
    row.digest = claim.digest;
    row.line = claim.line;
    row.state = row_state::sent;
    if (!row.first_sent_at || !is_unchanged)
        row.first_sent_at = now;
    // The time is compared with the time of a login, which is by the service's clock.
    row.sent_at = claim.service_time.value_or(now);
    return row;
}

ledger_row mark_outcome(ledger_row known, const ledger_outcome& outcome, wall_time now)
{
    if (!outcome.result) {
        if (known.state == row_state::sent)
            known.state = known.before_sent;
        return known;
    }
    const row_result& result = *outcome.result;
    known.state = state_of(result);
    known.attempts += result.attempts;
    known.status = result.status;
    known.effect = result.effect;
    known.worth_retrying = result.worth_retrying;
    known.error = result.error;
    for (const auto& [reason, times] : result.retries)
        known.retries[reason] += times;
    known.elapsed = result.elapsed;
    known.settled_at = now;
    return known;
}

ledger_row mark_deleted(ledger_row known)
{
    if (known.state != row_state::deleted)
        known.before_sent = known.state;
    known.state = row_state::deleted;
    return known;
}

ledger_row mark_kept(ledger_row known)
{
    if (known.state == row_state::deleted)
        known.state = known.before_sent;
    return known;
}

row_result result_of(const ledger_row& row, std::uint64_t line, std::string email)
{
    row_result result;
    result.line = line;
    result.email = std::move(email);
    result.profile = row.key.profile;
    result.outcome = row.state == row_state::applied    ? row_outcome::applied
                     : row.state == row_state::rejected ? row_outcome::rejected
                                                        : row_outcome::failed;
    result.effect = row.effect;
    result.status = row.status;
    result.error = row.error;
    // If a later run took the row up and did not send it, the row is unknown, and still has no outcome.
    if (row.state == row_state::sent || (row.state == row_state::unknown && row.effect != effect::unknown)) {
        result.effect = effect::unknown;
        result.error =
            "sent by a run that did not end: it may be registered already, and to send it again may do harm";
    }
    result.worth_retrying = row.worth_retrying;
    result.from_ledger = true;
    return result;
}

run_identity identity_of(const std::map<std::string, std::string>& values)
{
    run_identity recorded;
    for (const auto& [name, value] : values) {
        if (name == "input")
            recorded.input = value;
        else if (name == "first_email")
            recorded.first_email = value;
        else if (name == "base_url")
            recorded.base_url = value;
        else if (name.starts_with(beginning_of_base_url))
            recorded.other_base_urls.emplace(name.substr(beginning_of_base_url.size()), value);
    }
    return recorded;
}

std::string name_of_base_url(const std::string& profile)
{
    return std::string(beginning_of_base_url) + profile;
}

std::optional<std::string> difference(const run_identity& recorded, const run_identity& given)
{
    if (without_slash(recorded.base_url) != without_slash(given.base_url))
        return "it belongs to the service at " + recorded.base_url + ", not " + given.base_url;
    const bool was_moved = recorded.input != "-" && given.input != "-" &&
                           file_name(recorded.input) == file_name(given.input) &&
                           !given.first_email.empty() && recorded.first_email == given.first_email;
    if (recorded.input != given.input && !was_moved)
        return "it belongs to the input " + described(recorded.input) + ", not " + described(given.input);
    return std::nullopt;
}

std::optional<std::string> difference_of_profiles(const run_identity& recorded, const run_identity& given)
{
    const auto another = std::ranges::find_if(given.other_base_urls, [&](const auto& each) {
        const auto before = recorded.other_base_urls.find(each.first);
        return before != recorded.other_base_urls.end() && before->second != each.second;
    });
    if (another == given.other_base_urls.end())
        return std::nullopt;
    const auto& [profile, base_url] = *another;
    return "its profile " + profile + " belongs to the service at " + recorded.other_base_urls.at(profile) +
           ", not " + base_url;
}

} // namespace useapi::bulk
