#include "http/connect/name_lookup.hpp"

#include "http/connect/address_race.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace useapi::http {

using boost::asio::ip::tcp;

class host_addresses::question
{
public:
    std::vector<lookup_handler> waiting; ///< guarded by the owner's lock
};

host_addresses::host_addresses(std::string host, std::uint16_t port, name_lookup lookup)
    : host_(std::move(host)), port_(port), lookup_(std::move(lookup))
{
}

endpoint_list host_addresses::at_hand(time_point now) const
{
    if (!known_.empty() && now - asked_at_ < lifetime)
        return known_;
    return is_failing_ && has_stale(now) ? stale_ : endpoint_list();
}

bool host_addresses::has_stale(time_point now) const noexcept
{
    return !stale_.empty() && now - stale_since_ < stale_lifetime;
}

bool host_addresses::should_ask(time_point now) const noexcept
{
    if (asked_.lock() || (!known_.empty() && now - asked_at_ < lifetime))
        return false;
    return !is_failing_ || !has_stale(now) || now - asked_at_ >= pause_after_failure;
}

void host_addresses::async_get(time_point now, lookup_handler handler)
{
    endpoint_list ready;
    std::shared_ptr<question> asking;
    {
        const std::lock_guard lock(mutex_);
        ready = at_hand(now);
        if (should_ask(now)) {
            asking = std::make_shared<question>();
            asked_ = asking;
            asked_at_ = now;
        }
        if (ready.empty())
            if (const auto asked = asked_.lock())
                asked->waiting.push_back(std::move(handler));
    }
    if (!ready.empty())
        // NOLINTNEXTLINE(bugprone-use-after-move): moved only if `ready` is empty
        handler(error_code(), ready);
    if (asking)
        lookup_(host_, port_,
                [self = shared_from_this(), asking](const error_code& ec, const endpoint_list& found) {
                    self->on_answer(ec, found);
                });
}

void host_addresses::on_answer(const error_code& ec, const endpoint_list& found)
{
    namespace error = boost::asio::error;
    const bool there_is_no_such_name = ec == error::host_not_found || ec == error::no_data;
    endpoint_list ordered = interleave_families(found);
    error_code outcome = ec;
    std::vector<lookup_handler> waiting;
    {
        const std::lock_guard lock(mutex_);
        known_ = ordered;
        is_failing_ = ec && !there_is_no_such_name;
        if (!is_failing_) {
            stale_ = ordered;
            stale_since_ = asked_at_;
        } else if (has_stale(asked_at_)) {
            ordered = stale_;
            outcome = {};
        }
        if (const auto asked = asked_.lock())
            waiting.swap(asked->waiting);
        asked_.reset();
    }
    for (const lookup_handler& each : waiting)
        each(outcome, ordered);
}

void host_addresses::prefer(const tcp::endpoint& good)
{
    const std::lock_guard lock(mutex_);
    for (endpoint_list* const list : {&known_, &stale_}) {
        const auto found = std::find(list->begin(), list->end(), good);
        if (found != list->end())
            std::rotate(list->begin(), found, std::next(found));
    }
}

void host_addresses::avoid(const tcp::endpoint& bad)
{
    const std::lock_guard lock(mutex_);
    for (endpoint_list* const list : {&known_, &stale_}) {
        const auto found = std::find(list->begin(), list->end(), bad);
        if (found != list->end())
            std::rotate(found, std::next(found), list->end());
    }
}

void host_addresses::forget()
{
    const std::lock_guard lock(mutex_);
    known_.clear();
}

} // namespace useapi::http
