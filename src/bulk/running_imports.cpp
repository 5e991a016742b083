#include "bulk/running_imports.hpp"

#include "bulk/import_state.hpp"

#include <utility>

namespace useapi::bulk::detail {

running_imports& running_imports::of(boost::asio::io_context& context)
{
    return boost::asio::use_service<running_imports>(context);
}

void running_imports::add(std::shared_ptr<import_state> begun)
{
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(begun));
}

void running_imports::remove(const import_state& ended)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(all_, [&ended](const auto& each) { return each.get() == &ended; });
}

void running_imports::shutdown()
{
    std::vector<std::shared_ptr<import_state>> abandoned;
    {
        const std::lock_guard lock(mutex_);
        abandoned.swap(all_);
    }
    for (const auto& each : abandoned)
        each->abandon();
}

} // namespace useapi::bulk::detail
