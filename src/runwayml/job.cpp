#include <useapi/runwayml/job.hpp>

#include <algorithm>
#include <map>

namespace useapi::runwayml {
namespace {

/** The email in the form in which the service compares it: the case of the domain does not matter. */
std::string key_of(std::string email)
{
    const auto domain = std::find(email.begin(), email.end(), '@');
    std::transform(domain, email.end(), domain,
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return email;
}

} // namespace

std::string job::email() const
{
    static constexpr std::string_view before = "-runwayml:";
    static constexpr std::string_view behind = "-task:";
    const std::size_t begin = task_id_.find(before);
    // An email may contain the separator; the rest of the name does not.
    const std::size_t end = task_id_.rfind(behind);
    if (begin == std::string::npos || end == std::string::npos || end < begin + before.size())
        return {};
    return task_id_.substr(begin + before.size(), end - begin - before.size());
}

std::vector<std::pair<std::string, std::size_t>> places_in_use(const std::vector<job>& jobs)
{
    std::map<std::string, std::size_t> places;
    for (const job& each : jobs)
        ++places[key_of(each.email())];
    return {places.begin(), places.end()};
}

} // namespace useapi::runwayml
