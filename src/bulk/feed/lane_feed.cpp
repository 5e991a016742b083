#include "bulk/feed/lane_feed.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <variant>

namespace useapi::bulk {
namespace {

// A row has at most some two kilobytes.
constexpr std::size_t most_kept = 8192;
constexpr std::size_t most_kept_of_a_profile = 4096;
constexpr std::size_t least_kept_of_a_profile = 64;

// The rows that are read at a time: so few that calls under way do not wait for the reading.
constexpr std::size_t most_read_at_once = 1000;

} // namespace

lane_feed::lane_feed(boost::asio::io_context& context, std::unique_ptr<row_source> source,
                     std::size_t profiles)
    : context_(context), source_(std::move(source)), can_restart_(source_->can_restart()),
      most_of_a_profile_(std::clamp(most_kept / std::max<std::size_t>(profiles, 1), least_kept_of_a_profile,
                                    most_kept_of_a_profile))
{
}

row_feed::item lane_feed::next(const demand& wanted)
{
    source_waits_ = false;
    yields_ = false;
    if (auto row = take_queued(wanted))
        return std::move(*row);
    for (std::size_t read = 0; read < most_read_at_once || !can_restart_ || stopping_; ++read) {
        if (!is_worth_reading(wanted) && !begin_pass(wanted)) {
            const bool is_over = pass_ended_ && kept_ == 0 && left_.empty() && !has_unread_rows();
            return is_over || stopping_ ? item(row_source::end_of_input{}) : item(row_source::nothing_yet{});
        }
        item found = source_->next();
        if (std::holds_alternative<row_source::nothing_yet>(found)) {
            source_waits_ = true;
            return found;
        }
        if (std::holds_alternative<row_source::end_of_input>(found)) {
            end_pass();
        } else if (auto given = judge(std::move(found), wanted)) {
            return std::move(*given);
        }
    }
    yields_ = true;
    return row_source::nothing_yet{};
}

std::optional<input_row> lane_feed::take_queued(const demand& wanted)
{
    for (auto& [profile, its] : lanes_) {
        if (its.rows.empty() || (!stopping_ && wanted(profile) == 0))
            continue;
        input_row first = std::move(its.rows.front());
        its.rows.pop_front();
        --kept_;
        return first;
    }
    return std::nullopt;
}

/** Whether this pass may reach a row that is in demand, and there is memory for the rows before it. */
bool lane_feed::is_worth_reading(const demand& wanted) const
{
    if (pass_ended_)
        return false;
    if (stopping_)
        return source_->can_be_read_to_its_end();
    if (!can_restart_)
        return kept_ < most_kept;
    // Reads to the end even if no row is unread, because a change of the file shows only there.
    return is_first_pass_ || is_unread(wanted, &lane::to_come) || !has_unread_rows();
}

bool lane_feed::is_unread(const demand& wanted, std::uint64_t lane::* where) const
{
    return std::any_of(lanes_.begin(), lanes_.end(), [&](const auto& each) {
        return each.second.*where != 0 && (stopping_ || wanted(each.first) != 0);
    });
}

bool lane_feed::has_unread_rows() const noexcept
{
    return std::any_of(lanes_.begin(), lanes_.end(), [](const auto& each) {
        return each.second.to_come != 0 || each.second.left_here != 0;
    });
}

void lane_feed::end_pass() noexcept
{
    pass_ended_ = true;
    is_first_pass_ = false;
    for (auto& [profile, its] : lanes_)
        its.to_come = 0;
}

/** Reads the input again if another pass can find a row that is in demand. */
bool lane_feed::begin_pass(const demand& wanted)
{
    if (is_first_pass_ || !can_restart_ || !is_unread(wanted, &lane::left_here))
        return false;
    for (auto& [profile, its] : lanes_)
        its.to_come += std::exchange(its.left_here, 0);
    source_->restart();
    number_ = 0;
    pass_ended_ = false;
    return true;
}

/** The item to return for an item of the source. Nothing for an item that was returned before, is kept, or is
    skipped. */
std::optional<row_feed::item> lane_feed::judge(item found, const demand& wanted)
{
    const std::uint64_t number = number_++;
    auto* const row = std::get_if<input_row>(&found);
    if (std::holds_alternative<row_source::unreadable>(found))
        return found;
    if (is_taken(number))
        return std::nullopt;
    if (!row) {
        set_taken(number, true);
        return found;
    }
    row->number = number;
    lane& its = lanes_[row->profile];
    if (its.to_come != 0)
        --its.to_come;
    const bool is_for_later = is_first_pass_ && number < first_number_ && !stopping_;
    if (!is_for_later && (stopping_ || (its.rows.empty() && wanted(row->profile) != 0))) {
        set_taken(number, true);
        return found;
    }
    if (!is_for_later && (its.rows.size() < most_of_a_profile_ || !can_restart_)) {
        set_taken(number, true);
        its.rows.push_back(std::move(*row));
        ++kept_;
    } else {
        ++its.left_here;
    }
    return std::nullopt;
}

void lane_feed::set_taken(std::uint64_t number, bool is_taken)
{
    if (!can_restart_)
        return;
    if (taken_.size() <= number)
        taken_.resize(number + 1);
    taken_[number] = is_taken;
}

bool lane_feed::has_left_rows_only() const noexcept
{
    return pass_ended_ && kept_ == 0 && !left_.empty();
}

void lane_feed::look_again()
{
    for (const auto& [number, profile] : left_) {
        set_taken(number, false);
        ++(number < number_ ? lanes_[profile].left_here : lanes_[profile].to_come);
    }
    left_.clear();
}

void lane_feed::async_wait(std::function<void()> ready)
{
    *waiter_ = std::move(ready);
    if (wait_is_on_ || (!source_waits_ && !yields_))
        return;
    wait_is_on_ = true;
    auto ended = [this, weak = std::weak_ptr(waiter_)] {
        const auto waiter = weak.lock();
        if (!waiter)
            return;
        wait_is_on_ = false;
        if (const auto called = std::exchange(*waiter, nullptr))
            called();
    };
    if (source_waits_)
        source_->async_wait(std::move(ended));
    else
        boost::asio::post(context_, std::move(ended));
}

void lane_feed::cancel_wait() noexcept
{
    stopping_ = true;
    *waiter_ = nullptr;
    source_->cancel_wait();
}

} // namespace useapi::bulk
