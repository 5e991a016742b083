#include "http/connect/name_lookup.hpp"

#include "http/connect/address_race.hpp"

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

void host_addresses::async_get(time_point now, lookup_handler handler)
{
    endpoint_list known;
    std::shared_ptr<question> asking;
    {
        const std::lock_guard lock(mutex_);
        if (!known_.empty() && now - asked_at_ < lifetime) {
            known = known_;
        } else if (const auto asked = asked_.lock()) {
            asked->waiting.push_back(std::move(handler));
            return;
        } else {
            asking = std::make_shared<question>();
            asking->waiting.push_back(std::move(handler));
            asked_ = asking;
            asked_at_ = now;
        }
    }
    if (!asking) {
        // NOLINTNEXTLINE(bugprone-use-after-move): it went nowhere, since nothing is asked
        handler(error_code(), known);
        return;
    }
    lookup_(host_, port_,
            [self = shared_from_this(), asking](const error_code& ec, const endpoint_list& found) {
                self->on_answer(ec, found);
            });
}

void host_addresses::on_answer(const error_code& ec, const endpoint_list& found)
{
    const endpoint_list ordered = interleave_families(found);
    std::vector<lookup_handler> waiting;
    {
        const std::lock_guard lock(mutex_);
        known_ = ordered;
        if (const auto asked = asked_.lock())
            waiting.swap(asked->waiting);
        asked_.reset();
    }
    for (const lookup_handler& each : waiting)
        each(ec, ordered);
}

void host_addresses::prefer(const tcp::endpoint& good)
{
    const std::lock_guard lock(mutex_);
    const auto found = std::find(known_.begin(), known_.end(), good);
    if (found != known_.end())
        std::rotate(known_.begin(), found, std::next(found));
}

void host_addresses::avoid(const tcp::endpoint& bad)
{
    const std::lock_guard lock(mutex_);
    const auto found = std::find(known_.begin(), known_.end(), bad);
    if (found != known_.end())
        std::rotate(found, std::next(found), known_.end());
}

void host_addresses::forget()
{
    const std::lock_guard lock(mutex_);
    known_.clear();
}

} // namespace useapi::http
