#include "client/turn_order.hpp"

#include "http/exchange/message_syntax.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace useapi::detail {
namespace {

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** FNV-1a of the text in lower case. */
std::uint64_t hash_without_case(std::string_view text) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(lower(c))) * 0x100000001b3;
    return hash;
}

} // namespace

turn_order::turns& turn_order::bucket_of(std::string_view subject) noexcept
{
    return buckets_[hash_without_case(subject) % buckets_.size()];
}

turn_order::turn* turn_order::next_of(turn& mine) noexcept
{
    turns& bucket = *mine.bucket_;
    const auto found = std::find_if(std::next(bucket.iterator_to(mine)), bucket.end(), [&](const turn& each) {
        return http::equals_without_case(each.subject_, mine.subject_);
    });
    return found == bucket.end() ? nullptr : &*found;
}

void turn_order::take_out(turn& mine) noexcept
{
    mine.bucket_->erase(mine.bucket_->iterator_to(mine));
    mine.state_ = turn::state::outside;
}

bool turn_order::enter(turn& mine, std::string_view subject)
{
    turns& bucket = bucket_of(subject);
    const auto last = std::find_if(bucket.rbegin(), bucket.rend(), [&](const turn& each) {
        return http::equals_without_case(each.subject_, subject);
    });
    const bool goes = last == bucket.rend();
    mine.subject_ = subject;
    mine.bucket_ = &bucket;
    mine.joined_ = !goes && mine.joins(*last);
    mine.state_ = goes ? turn::state::going : turn::state::waiting;
    bucket.push_back(mine);
    return goes;
}

void turn_order::leave(turn& mine, bool shares, successors& next) noexcept
{
    if (mine.state_ != turn::state::going)
        return;
    turn* behind = next_of(mine);
    while (shares && behind && behind->joined_) {
        turn* const sharing = behind;
        behind = next_of(*sharing);
        take_out(*sharing);
        next.sharing.push_back(*sharing);
    }
    take_out(mine);
    if (!behind)
        return;
    behind->joined_ = false;
    behind->state_ = turn::state::going;
    next.goes = behind;
}

bool turn_order::give_up(turn& mine) noexcept
{
    if (mine.state_ != turn::state::waiting)
        return false;
    // Turns that had joined this one now join the turn that it had joined. If it had joined none, the first
    // of them takes its place.
    turn* const behind = next_of(mine);
    if (behind && behind->joined_)
        behind->joined_ = mine.joined_;
    take_out(mine);
    return true;
}

void turn_order::forget(turn& mine) noexcept
{
    if (mine.state_ != turn::state::outside)
        take_out(mine);
}

bool is_shared_by_equal_calls(const error& failure) noexcept
{
    const error_code code = failure.code();
    if (code == errc::cancelled || code == errc::timed_out || code == errc::client_closed ||
        code == errc::client_draining)
        return false;
    return failure.retry_refusal() != retry_refusal::deadline &&
           failure.retry_refusal() != retry_refusal::retry_after_too_far;
}

} // namespace useapi::detail
