#include <useapi/http/transport.hpp>

#include "http/shared_transport.hpp"

#include <utility>

namespace useapi::http {

transport::transport(tls_options options) : shared_(std::make_shared<shared_transport>(std::move(options))) {}

void transport::reload() const
{
    shared_->reload(std::nullopt);
}

void transport::reload(tls_options options) const
{
    shared_->reload(std::move(options));
}

std::uint64_t transport::epoch() const noexcept
{
    return shared_->epoch();
}

shared_transport::shared_transport(tls_options options)
    : options_(std::move(options)), tls_(std::make_shared<tls_context>(options_))
{
}

std::shared_ptr<tls_context> shared_transport::tls() const
{
    const std::lock_guard lock(mutex_);
    return tls_;
}

void shared_transport::reload(std::optional<tls_options> options)
{
    const std::lock_guard one_at_a_time(reloading_);
    // Reads the files without the lock for which connections wait.
    auto read = std::make_shared<tls_context>(options ? *options : options_);
    if (options)
        options_ = std::move(*options);
    {
        const std::lock_guard lock(mutex_);
        tls_.swap(read);
        epoch_.fetch_add(1, std::memory_order_relaxed);
    }
    read->retire();
}

std::shared_ptr<host_addresses> shared_transport::addresses(boost::asio::io_context& context,
                                                            const std::string& host, std::uint16_t port)
{
    const std::lock_guard lock(mutex_);
    const place where(&context, host, port);
    if (const auto found = addresses_.find(where); found != addresses_.end())
        if (auto known = found->second.lock())
            return known;
    std::erase_if(addresses_, [](const auto& each) { return each.second.expired(); });
    auto made = std::make_shared<host_addresses>(host, port, system_lookup(context));
    addresses_.insert_or_assign(where, made);
    return made;
}

} // namespace useapi::http
