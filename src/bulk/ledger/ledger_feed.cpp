#include "bulk/ledger/ledger_feed.hpp"

#include "bulk/account_key.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause_between_passes = 200ms;
constexpr std::chrono::milliseconds longest_pause_between_passes = 2s;

// Rows of an earlier pass are read that many at a time, lest calls under way wait for it.
constexpr std::size_t most_passed_over = 1000;

row_key key_of(const input_row& row)
{
    return {row.profile, account_key(row.settings.email())};
}

} // namespace

ledger_feed::ledger_feed(boost::asio::io_context& context, std::unique_ptr<row_feed> input,
                         std::unique_ptr<ledger_writer> ledger, digest_maker digest, std::size_t batch)
    : context_(context), input_(std::move(input)), digest_(std::move(digest)), batch_(batch), pause_(context),
      busy_(context.get_executor()), ledger_(std::move(ledger))
{
}

row_feed::item ledger_feed::next()
{
    if (stopping_)
        return next_unsent();
    for (;;) {
        if (ready_.size() <= batch_ / 2 && asked_.empty())
            gather();
        if (ready_.empty())
            break;
        ready_item first = std::move(ready_.front());
        ready_.pop_front();
        if (!first.admitted)
            return std::move(first.what);
        if (is_still_ours(first.admitted->row))
            return std::move(first.admitted->row);
        again_.push_back(std::move(*first.admitted));
    }
    if (input_ended_ && asked_.empty() && again_.empty() && held_elsewhere_ == 0)
        return end_of_input{};
    return nothing_yet{};
}

void ledger_feed::async_wait(std::function<void()> ready)
{
    waiter_ = std::move(ready);
    if (!asked_.empty())
        return;
    if (input_ended_) {
        begin_next_pass();
    } else if (yields_) {
        boost::asio::post(context_, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->call_back();
        });
    } else if (input_waits_) {
        input_->async_wait([weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->call_back();
        });
    }
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
    return found == open_.end() || found->second.lease == ledger_->lease_number();
}

void ledger_feed::take_back(input_row row)
{
    const std::uint64_t number = open_.at(key_of(row)).number;
    again_.push_back({std::move(row), number});
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
    ledger_->flush([self = shared_from_this(), done = std::move(done)] {
        self->busy_.reset();
        done();
    });
}

/** Asks the ledger about the next rows. */
void ledger_feed::gather()
{
    input_waits_ = false;
    yields_ = false;
    const std::uint64_t lease = ledger_->lease_number();
    std::vector<ledger_claim> claims;
    while (claims.size() < batch_) {
        auto found = next_candidate();
        if (!found)
            break;
        row_key key = key_of(found->row);
        open_[key] = {found->number, lease};
        claims.emplace_back(std::move(key), digest_(found->row), found->row.line);
        claims.back().is_gone = is_gone_ && is_gone_(found->row);
        if (service_clock_)
            claims.back().service_time = service_clock_(found->row.profile);
        asked_.push_back(std::move(*found));
    }
    if (claims.empty())
        return;
    ledger_->admit(std::move(claims), [weak = weak_from_this()](std::vector<admission> admissions) {
        if (const auto self = weak.lock())
            self->on_admitted(std::move(admissions));
    });
}

/** The next row to ask about. What needs no asking takes its place in the order. */
std::optional<ledger_feed::candidate> ledger_feed::next_candidate()
{
    if (!again_.empty()) {
        candidate first = std::move(again_.front());
        again_.pop_front();
        return first;
    }
    std::size_t passed_over = 0;
    while (!input_ended_ && ready_.size() < 2 * batch_) {
        item found = input_->next();
        if (std::holds_alternative<nothing_yet>(found)) {
            input_waits_ = true;
            return std::nullopt;
        }
        if (std::holds_alternative<end_of_input>(found)) {
            input_ended_ = true;
            return std::nullopt;
        }
        const std::uint64_t number = next_number_++;
        if (is_settled(number) || is_for_second_pass(number)) {
            held_elsewhere_ += is_settled(number) ? 0 : 1;
            if (++passed_over < most_passed_over)
                continue;
            yields_ = true;
            return std::nullopt;
        }
        if (auto* const row = std::get_if<input_row>(&found))
            return candidate{std::move(*row), number};
        settle(number);
        ready_.push_back({std::move(found), std::nullopt});
    }
    return std::nullopt;
}

void ledger_feed::on_admitted(std::vector<admission> admissions)
{
    // What is asked about by then is reported as not sent.
    if (stopping_)
        return;
    std::vector<candidate> asked = std::exchange(asked_, {});
    for (std::size_t i = 0; i < asked.size() && i < admissions.size(); ++i)
        pass_on(std::move(asked[i]), std::move(admissions[i]));
    call_back();
}

void ledger_feed::pass_on(candidate found, admission answer)
{
    switch (answer.step) {
    case next_step::wait:
        open_.erase(key_of(found.row));
        settle(found.number, false);
        ++held_elsewhere_;
        return;
    case next_step::keep:
        open_.erase(key_of(found.row));
        settle(found.number);
        ready_.push_back(
            {settled{result_of(answer.known, found.row.line, found.row.settings.email())}, std::nullopt});
        return;
    case next_step::ask_first:
        found.row.perhaps_sent_at = answer.known.sent_at;
        break;
    case next_step::send:
        break;
    }
    settle(found.number);
    ready_.push_back({nothing_yet{}, std::move(found)});
}

/** Others had some of the rows: looks again after a while. */
void ledger_feed::begin_next_pass()
{
    pause_.expires_after(
        std::min(longest_pause_between_passes, first_pause_between_passes * (1 << std::min(passes_, 4U))));
    pause_.async_wait([weak = weak_from_this()](const error_code& ec) {
        const auto self = weak.lock();
        if (ec || !self || self->stopping_)
            return;
        ++self->passes_;
        self->held_elsewhere_ = 0;
        self->next_number_ = 0;
        self->input_ended_ = !self->input_->restart();
        self->call_back();
    });
}

void ledger_feed::call_back()
{
    if (const auto waiter = std::exchange(waiter_, nullptr))
        waiter();
}

/** After the end of the run: what was admitted and what was not, all to be reported as not sent. */
row_feed::item ledger_feed::next_unsent()
{
    if (!ready_.empty()) {
        ready_item first = std::move(ready_.front());
        ready_.pop_front();
        return first.admitted ? item(std::move(first.admitted->row)) : std::move(first.what);
    }
    if (!again_.empty()) {
        candidate first = std::move(again_.front());
        again_.pop_front();
        return std::move(first.row);
    }
    if (!asked_.empty()) {
        candidate last = std::move(asked_.back());
        asked_.pop_back();
        return std::move(last.row);
    }
    for (;;) {
        item found = input_ended_ ? item(end_of_input{}) : input_->next();
        if (std::holds_alternative<end_of_input>(found)) {
            if (passes_ != 0 || first_number_ == 0 || !input_->restart())
                return found;
            // The first pass did not look at the rows before its beginning.
            passes_ = 1;
            next_number_ = 0;
            unsent_until_ = first_number_;
            input_ended_ = false;
            continue;
        }
        const std::uint64_t number = next_number_++;
        if (number >= unsent_until_)
            return end_of_input{};
        if (is_settled(number))
            continue;
        settle(number);
        return found;
    }
}

void ledger_feed::settle(std::uint64_t number, bool is_settled)
{
    if (!ledger_->is_shared())
        return;
    if (settled_.size() <= number)
        settled_.resize(number + 1);
    settled_[number] = is_settled;
}

} // namespace useapi::bulk
