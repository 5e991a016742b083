#include "bulk/ledger/ledger_feed.hpp"

#include "bulk/account_key.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

// The rows that are looked up together, with one round trip to a database.
constexpr std::size_t rows_of_a_look = 512;

constexpr std::chrono::milliseconds first_pause_between_passes = 200ms;
constexpr std::chrono::milliseconds longest_pause_between_passes = 2s;

input_row take_first(std::deque<input_row>& rows)
{
    input_row first = std::move(rows.front());
    rows.pop_front();
    return first;
}

row_key key_of(const input_row& row)
{
    return {row.profile, account_key(row.settings.email())};
}

} // namespace

ledger_feed::ledger_feed(boost::asio::io_context& context, std::unique_ptr<lane_feed> input,
                         std::unique_ptr<ledger_writer> ledger, digest_maker digest, std::size_t batch)
    : input_(std::move(input)), digest_(std::move(digest)), batch_(batch), pause_(context),
      busy_(context.get_executor()), ledger_(std::move(ledger))
{
}

row_feed::item ledger_feed::next(const demand& wanted)
{
    if (stopping_)
        return next_unsent();
    for (;;) {
        if (ready_.empty() && asked_.empty())
            gather(wanted);
        if (ready_.empty())
            break;
        ready_item first = std::move(ready_.front());
        ready_.pop_front();
        if (!first.was_admitted || is_still_ours(std::get<input_row>(first.what)))
            return std::move(first.what);
        again_.push_back(std::get<input_row>(std::move(first.what)));
    }
    if (input_ended_ && asked_.empty() && again_.empty() && to_admit_.empty())
        return row_source::end_of_input{};
    return row_source::nothing_yet{};
}

void ledger_feed::async_wait(std::function<void()> ready)
{
    waiter_ = std::move(ready);
    if (!asked_.empty())
        return;
    if (input_->has_left_rows_only())
        begin_pause();
    else
        input_->async_wait([weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->call_back();
        });
}

void ledger_feed::cancel_wait() noexcept
{
    stopping_ = true;
    ledger_->hurry();
    waiter_ = nullptr;
    pause_.cancel();
    input_->cancel_wait();
}

bool ledger_feed::is_still_ours(const input_row& row) const
{
    const auto found = open_.find(key_of(row));
    return found == open_.end() || found->second == ledger_->lease_number();
}

void ledger_feed::take_back(input_row row)
{
    again_.push_back(std::move(row));
}

void ledger_feed::record(const row_result& result)
{
    row_key key(result.profile, account_key(result.email));
    if (result.from_ledger || open_.erase(key) == 0)
        return;
    if (result.outcome == row_outcome::skipped)
        ledger_->record(ledger_outcome(std::move(key)));
    else
        ledger_->record(ledger_outcome(std::move(key), result));
}

void ledger_feed::finish(std::function<void()> done)
{
    pause_.cancel();
    ledger_->flush([weak = weak_from_this(), done = std::move(done)] {
        if (const auto self = weak.lock())
            self->busy_.reset();
        done();
    });
}

/** Asks the ledger about the next rows. Items without a question are ready at once. */
void ledger_feed::gather(const demand& wanted)
{
    const std::uint64_t lease = ledger_->lease_number();
    std::map<std::string, std::size_t> gathered;
    const demand rest = [&](const std::string& profile) {
        const auto found = gathered.find(profile);
        const std::size_t most = wanted(profile);
        return found == gathered.end() ? most : most - std::min(most, found->second);
    };
    const demand any = [](const std::string&) { return rows_of_a_look; };
    // A row that was admitted before is claimed at once: a look would show it as sent.
    const bool only_look = looks_ahead_ && to_admit_.empty() && again_.empty();
    const std::size_t most = only_look ? rows_of_a_look : batch_;
    std::vector<ledger_claim> claims;
    input_ended_ = false;
    while (claims.size() < most && ready_.size() < most) {
        item found = next_to_ask(only_look ? any : rest);
        input_ended_ = std::holds_alternative<row_source::end_of_input>(found);
        if (input_ended_ || std::holds_alternative<row_source::nothing_yet>(found))
            break;
        auto* const row = std::get_if<input_row>(&found);
        if (!row) {
            ready_.push_back({std::move(found)});
            continue;
        }
        ++gathered[row->profile];
        claims.push_back(claim_of(*row));
        claims.back().only_look = only_look;
        if (!only_look)
            open_[claims.back().key] = lease;
        asked_.push_back(std::move(*row));
    }
    if (claims.empty())
        return;
    ledger_->admit(std::move(claims), [weak = weak_from_this(), only_look](std::vector<admission> answers) {
        if (const auto self = weak.lock())
            self->on_answered(std::move(answers), only_look);
    });
}

/** Rows that were read before come first, if they are in demand. */
row_feed::item ledger_feed::next_to_ask(const demand& wanted)
{
    if (!again_.empty())
        return take_first(again_);
    const auto found = std::find_if(to_admit_.begin(), to_admit_.end(),
                                    [&](const input_row& each) { return wanted(each.profile) != 0; });
    if (found == to_admit_.end())
        return input_->next(wanted);
    input_row row = std::move(*found);
    to_admit_.erase(found);
    return row;
}

ledger_claim ledger_feed::claim_of(const input_row& row) const
{
    ledger_claim made(key_of(row), digest_(row), row.line);
    made.is_gone = is_gone_ && is_gone_(row);
    made.was_begun = row.effect_so_far != effect::none;
    if (service_clock_)
        made.service_time = service_clock_(row.profile);
    return made;
}

void ledger_feed::on_answered(std::vector<admission> answers, bool only_looked)
{
    // A row about which the ledger is being asked then is reported as not sent.
    if (stopping_)
        return;
    const auto is_not_sent = [](const admission& each) {
        return each.step == next_step::keep || each.step == next_step::wait;
    };
    const auto not_sent = std::count_if(answers.begin(), answers.end(), is_not_sent);
    looks_ahead_ = 2 * static_cast<std::size_t>(not_sent) >= answers.size();
    std::vector<input_row> asked = std::exchange(asked_, {});
    for (std::size_t i = 0; i < asked.size() && i < answers.size(); ++i)
        pass_on(std::move(asked[i]), std::move(answers[i]), only_looked);
    call_back();
}

void ledger_feed::pass_on(input_row row, admission answer, bool only_looked)
{
    switch (answer.step) {
    case next_step::wait:
        open_.erase(key_of(row));
        input_->leave(row);
        input_ended_ = false;
        return;
    case next_step::keep:
        open_.erase(key_of(row));
        ready_.push_back({row_source::settled{result_of(answer.known, row.line, row.settings.email())}});
        return;
    case next_step::ask_first:
        row.perhaps_sent_at = answer.known.sent_at;
        break;
    case next_step::send:
        // A failure of this run does not tell whether an earlier run registered the row.
        if (may_be_there(answer.known) && answer.known.digest == digest_(row))
            row.effect_so_far = effect::unknown;
        break;
    }
    if (only_looked)
        to_admit_.push_back(std::move(row));
    else
        ready_.push_back({std::move(row), true});
}

/** Other workers have the remaining rows: looks again after a while. */
void ledger_feed::begin_pause()
{
    if (std::exchange(pause_is_on_, true))
        return;
    pause_.expires_after(
        std::min(longest_pause_between_passes, first_pause_between_passes * (1 << std::min(pauses_++, 4U))));
    pause_.async_wait([weak = weak_from_this()](const error_code& ec) {
        const auto self = weak.lock();
        if (ec || !self || self->stopping_)
            return;
        self->pause_is_on_ = false;
        self->input_->look_again();
        self->call_back();
    });
}

void ledger_feed::call_back()
{
    if (const auto waiter = std::exchange(waiter_, nullptr))
        waiter();
}

/** After the end of the run: all admitted and other rows, to be reported as not sent. */
row_feed::item ledger_feed::next_unsent()
{
    if (!ready_.empty()) {
        item first = std::move(ready_.front().what);
        ready_.pop_front();
        return first;
    }
    if (!again_.empty())
        return take_first(again_);
    if (!to_admit_.empty())
        return take_first(to_admit_);
    if (!asked_.empty()) {
        input_row last = std::move(asked_.back());
        asked_.pop_back();
        return last;
    }
    return input_->next([this](const std::string&) { return batch_; });
}

} // namespace useapi::bulk
