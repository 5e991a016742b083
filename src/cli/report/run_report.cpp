#include "cli/report/run_report.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace useapi::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds recently = 1min;

bool is_in_need(bulk::row_state state) noexcept
{
    return state == bulk::row_state::rejected || state == bulk::row_state::failed ||
           state == bulk::row_state::unknown;
}

std::string with_commas(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

bool contains(std::string_view text, std::string_view part) noexcept
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

std::uint64_t state_counts::total() const noexcept
{
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t(0));
}

void timeline::add(bulk::wall_time when, bulk::row_state outcome)
{
    ++intervals_[place(when)][outcome];
    while (intervals_.rbegin()->first - intervals_.begin()->first >= std::int64_t(most_intervals))
        widen();
}

std::vector<std::pair<bulk::wall_time, state_counts>> timeline::intervals() const
{
    std::vector<std::pair<bulk::wall_time, state_counts>> all;
    if (intervals_.empty())
        return all;
    for (std::int64_t i = intervals_.begin()->first; i <= intervals_.rbegin()->first; ++i) {
        const auto found = intervals_.find(i);
        all.emplace_back(bulk::wall_time(interval_ * i),
                         found == intervals_.end() ? state_counts() : found->second);
    }
    return all;
}

std::vector<std::pair<bulk::wall_time, bulk::wall_time>> timeline::interruptions() const
{
    constexpr std::chrono::milliseconds longest_pause = 3min;
    std::vector<std::pair<bulk::wall_time, bulk::wall_time>> found;
    for (auto next = intervals_.begin(); next != intervals_.end() && std::next(next) != intervals_.end();
         ++next) {
        const bulk::wall_time end(interval_ * (next->first + 1));
        const bulk::wall_time begin(interval_ * std::next(next)->first);
        if (begin - end >= longest_pause)
            found.emplace_back(end, begin);
    }
    return found;
}

std::int64_t timeline::place(bulk::wall_time when) const noexcept
{
    return when.time_since_epoch() / interval_;
}

void timeline::widen()
{
    // Lengths that give round numbers on the axis: 1, 2, 5, 10, 30 s, 1, 2, ... min.
    static constexpr std::array<std::chrono::milliseconds, 14> lengths{
        1s, 2s, 5s, 10s, 30s, 1min, 2min, 5min, 10min, 30min, 1h, 3h, 6h, 24h};
    const auto next = std::upper_bound(lengths.begin(), lengths.end(), interval_);
    const std::chrono::milliseconds wider = next == lengths.end() ? 2 * interval_ : *next;
    std::map<std::int64_t, state_counts> fewer;
    for (const auto& [index, counts] : intervals_) {
        for (const bulk::row_state each : bulk::all_row_states)
            fewer[interval_ * index / wider][each] += counts[each];
    }
    interval_ = wider;
    intervals_ = std::move(fewer);
}

void latencies::add(std::chrono::milliseconds time)
{
    const auto ms = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(time.count(), 0, std::numeric_limits<std::uint32_t>::max()));
    const auto bound = std::lower_bound(bounds_ms.begin(), bounds_ms.end(), ms);
    ++classes_[static_cast<std::size_t>(bound - bounds_ms.begin())];
    all_.push_back(ms);
}

std::chrono::milliseconds latencies::quantile(double share) const
{
    if (all_.empty())
        return 0ms;
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(all_.size() - 1));
    std::nth_element(all_.begin(), all_.begin() + rank, all_.end());
    return std::chrono::milliseconds(all_[static_cast<std::size_t>(rank)]);
}

run_report::run_report(bulk::ledger_run about) : run_(std::move(about)) {}

void run_report::add(const bulk::ledger_row& row)
{
    ++states_[row.state];
    attempts_ += row.attempts;
    for (const auto& [reason, times] : row.retries)
        retries_[reason] += times;
    if (row.first_sent_at)
        first_sent_at_ = std::min(first_sent_at_.value_or(bulk::wall_time::max()), *row.first_sent_at);
    const bool is_settled = row.state != bulk::row_state::pending && row.state != bulk::row_state::sent;
    if (is_settled && row.settled_at) {
        outcomes_.add(*row.settled_at, row.state);
        times_.add(row.elapsed);
        last_settled_at_ = std::max(last_settled_at_.value_or(bulk::wall_time::min()), *row.settled_at);
        recent_ += *row.settled_at > run_.now - recently;
    }
    if (is_in_need(row.state))
        add_in_need(row);
}

void run_report::add_in_need(const bulk::ledger_row& row)
{
    const std::tuple reason(row.state, row.status, row.error, advice_for(row));
    if (const auto known = reasons_.find(reason); known != reasons_.end())
        ++known->second;
    else if (reasons_.size() < listed_reasons)
        reasons_.emplace(reason, 1);
    else
        ++other_reasons_;
    const auto place =
        std::upper_bound(in_need_.begin(), in_need_.end(), row.line,
                         [](std::uint64_t line, const bulk::ledger_row& each) { return line < each.line; });
    if (place == in_need_.end() && in_need_.size() == listed_accounts)
        return;
    in_need_.insert(place, row);
    if (in_need_.size() > listed_accounts)
        in_need_.pop_back();
}

std::vector<need_reason> run_report::reasons() const
{
    std::vector<need_reason> all;
    for (const auto& [reason, accounts] : reasons_) {
        need_reason& made = all.emplace_back();
        std::tie(made.state, made.status, made.error, made.advice) = reason;
        made.accounts = accounts;
    }
    std::sort(all.begin(), all.end(), [](const need_reason& a, const need_reason& b) {
        return std::tie(b.accounts, a.state, a.status, a.error, a.advice) <
               std::tie(a.accounts, b.state, b.status, b.error, b.advice);
    });
    if (other_reasons_ != 0) {
        need_reason& rest = all.emplace_back();
        rest.accounts = other_reasons_;
        rest.advice = "See the list of accounts.";
    }
    return all;
}

std::uint64_t run_report::waiting() const noexcept
{
    const std::uint64_t begun = states_.total() - states_[bulk::row_state::pending];
    return std::max(run_.rows, states_.total()) - begun;
}

std::uint64_t run_report::in_need_count() const noexcept
{
    return states_[bulk::row_state::rejected] + states_[bulk::row_state::failed] +
           states_[bulk::row_state::unknown];
}

double run_report::recent_rate() const noexcept
{
    if (recent_ == 0)
        return 0;
    // If the run is younger than the window, only its own time counts.
    const auto since = first_sent_at_ ? run_.now - *first_sent_at_ : recently;
    const auto window = std::clamp<std::chrono::milliseconds>(since, 1s, recently);
    return static_cast<double>(recent_) * 1000 / static_cast<double>(window.count());
}

bool run_report::is_running() const noexcept
{
    return run_.is_running || !run_.workers.empty();
}

std::optional<std::chrono::milliseconds> run_report::time_left() const noexcept
{
    const double rate = recent_rate();
    if (rate <= 0)
        return std::nullopt;
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(rows() - settled()) / rate * 1000));
}

std::string run_report::verdict() const
{
    const std::uint64_t registered = states_[bulk::row_state::applied];
    std::string text = with_commas(registered) + " of " + with_commas(rows()) + " registered";
    if (rows() != 0) {
        // Rounds down, so that 100 % means all rows.
        const std::uint64_t tenths = registered * 1000 / rows();
        text += ", " + std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
    }
    text += '.';
    if (in_need_count() != 0)
        text +=
            ' ' + with_commas(in_need_count()) + (in_need_count() == 1 ? " needs" : " need") + " attention.";
    if (const std::uint64_t rest = rows() - settled(); rest != 0)
        text += ' ' + with_commas(rest) + (rest == 1 ? " is" : " are") + " not done yet.";
    return text;
}

std::string_view word_for(bulk::row_state state) noexcept
{
    switch (state) {
    case bulk::row_state::applied:
        return "registered";
    case bulk::row_state::rejected:
        return "refused";
    default:
        return to_string(state);
    }
}

std::string_view advice_for(const bulk::ledger_row& row) noexcept
{
    const std::string_view error = row.error;
    switch (row.state) {
    case bulk::row_state::unknown:
        return "Run the import again: it sends the row once more, or asks first with --verify.";
    case bulk::row_state::failed:
        if (row.worth_retrying)
            return "Run the import again.";
        return "See what the service says, then run the import again with --retry-refused.";
    case bulk::row_state::rejected:
        break;
    default:
        return {};
    }
    if (row.status == 401 && row.worth_retrying)
        return "The API token was refused: set one that is accepted, and import again.";
    if (row.status == 401 && contains(error, "suspended"))
        return "The account is suspended: settle that with Runway, then import with --retry-refused.";
    if (row.status == 401)
        return "Ask the customer for the right email and password, correct the row, and import again.";
    if (row.status == 402 && !row.worth_retrying)
        return "The subscription has no place left for another account: remove one, buy places or use "
               "another "
               "token, then import with --retry-refused.";
    if (row.status == 402)
        return "Renew the subscription or buy credits, then import again.";
    if (row.status == 412)
        return "Buy credits for the account, then import with --retry-refused.";
    if (row.status == 596 || row.status == 500)
        return "Log in to Runway by hand to see what it asks for; a further try can lock the account. Then "
               "import with --retry-refused.";
    if (row.status == 400)
        return "Correct the row and import again.";
    return "See what the service says, then import with --retry-refused.";
}

} // namespace useapi::cli
