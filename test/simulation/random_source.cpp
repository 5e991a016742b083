#include "simulation/random_source.hpp"

#include <algorithm>

namespace useapi::simulation {

random_source::random_source(const choices& given) : replays_(true), keeps_(true)
{
    for (const choice& each : given)
        given_.emplace(each.name, each.value);
}

std::uint64_t random_source::settle(std::uint64_t drawn, const question& asked, const subject& part,
                                    std::string_view what)
{
    std::string name = part.name().append(".").append(what);
    if (const unsigned times = ++asked_[name]; times > 1)
        name.append(":").append(std::to_string(times));
    if (replays_) {
        const auto found = given_.find(name);
        drawn = found == given_.end() ? asked.plain : std::clamp(found->second, asked.least, asked.most);
    }
    if (drawn == asked.plain)
        return drawn;
    kept_.push_back({std::move(name), drawn});
    if (listener_)
        listener_(kept_.back());
    return drawn;
}

} // namespace useapi::simulation
