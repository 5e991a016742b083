#include "unit/http/pool/pool_play.hpp"

// Changes of how many connections there may be, and how many of them are in use.

namespace useapi::testing {

std::string pool_play::resize(std::size_t connections)
{
    was_shrunk_ = was_shrunk_ || connections < options_.max_connections;
    options_.max_connections = connections;
    http::pool_actions actions;
    core_.on_resized(connections, now_, actions);
    return carry_out("", actions);
}

std::string pool_play::limit(std::size_t leases)
{
    lease_limit_ = leases;
    http::pool_actions actions;
    core_.on_lease_limit(leases, now_, actions);
    return carry_out("", actions);
}

std::string pool_play::warm(std::size_t count)
{
    http::pool_actions actions;
    core_.on_warm_up(count, actions);
    return carry_out(core_.is_warm(count) ? "warm" : "", actions);
}

std::vector<std::string> pool_play::waiting() const
{
    std::vector<std::string> names;
    for (const waiter* queued : queue_)
        names.push_back(queued->name());
    return names;
}

} // namespace useapi::testing
