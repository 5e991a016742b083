#include "simulation/model_service.hpp"

#include <chrono>

namespace useapi::simulation {

model_account::model_account(std::size_t number)
    : number_(number), email_("a" + std::to_string(number) + "@x.io")
{
}

std::string model_account::password() const
{
    return std::string(beginning_of_passwords) + std::to_string(number_) + '-' + std::to_string(version_);
}

void model_account::make(bulk::wall_time when)
{
    registered_ = version_;
    now().was_made = true;
    // The service tells it in seconds.
    login_at_ = std::chrono::floor<std::chrono::seconds>(when);
}

std::vector<model_account> make_accounts(std::size_t count)
{
    std::vector<model_account> made;
    for (std::size_t i = 0; i < count; ++i)
        made.emplace_back(i);
    return made;
}

} // namespace useapi::simulation
