#include "exhaustive/retry_models.hpp"

#include <utility>

namespace useapi::exhaustive {

std::vector<subject> retry_subjects()
{
    std::vector<subject> all{gates::make_subject(), silences::make_subject(), budgets::make_subject()};
    for (subject& each : requests::make_subjects())
        all.push_back(std::move(each));
    return all;
}

} // namespace useapi::exhaustive
