#include "emulator/service/store.hpp"

#include <algorithm>
#include <utility>

namespace useapi::emulator {

store::store() = default;
store::~store() = default;

std::map<std::string, account> store::accounts(std::string_view token) const
{
    std::map<std::string, account> by_email;
    const std::scoped_lock lock(mutex_);
    if (const auto held = tokens_.find(token); held != tokens_.end()) {
        for (const auto& [key, value] : held->second)
            by_email.emplace(value.email(), value);
    }
    return by_email;
}

std::optional<account> store::find(std::string_view token, std::string_view email) const
{
    const auto key = email_key(email);
    const std::scoped_lock lock(mutex_);
    const auto held = tokens_.find(token);
    if (held == tokens_.end())
        return std::nullopt;
    const auto found = held->second.find(key);
    if (found == held->second.end())
        return std::nullopt;
    return found->second;
}

bool store::empty(std::string_view token) const
{
    const std::scoped_lock lock(mutex_);
    const auto held = tokens_.find(token);
    return held == tokens_.end() || held->second.empty();
}

put_result store::outcome_of(const account_map& held, const std::string& key, std::size_t limit)
{
    if (held.contains(key))
        return put_result::replaced;
    return limit != 0 && held.size() >= limit ? put_result::over_limit : put_result::created;
}

put_result store::put(std::string_view token, account value, std::size_t limit)
{
    auto key = email_key(value.email());
    const std::scoped_lock lock(mutex_);
    auto held = tokens_.find(token);
    if (held == tokens_.end())
        held = tokens_.emplace(token, account_map()).first;
    const auto outcome = outcome_of(held->second, key, limit);
    if (outcome != put_result::over_limit)
        held->second.insert_or_assign(std::move(key), std::move(value));
    return outcome;
}

put_result store::would_put(std::string_view token, std::string_view email, std::size_t limit) const
{
    const auto key = email_key(email);
    const std::scoped_lock lock(mutex_);
    const auto held = tokens_.find(token);
    return held == tokens_.end() ? put_result::created : outcome_of(held->second, key, limit);
}

bool store::erase(std::string_view token, std::string_view email)
{
    const auto key = email_key(email);
    const std::scoped_lock lock(mutex_);
    const auto held = tokens_.find(token);
    return held != tokens_.end() && held->second.erase(key) != 0;
}

std::vector<std::string> store::jobs(std::string_view token) const
{
    const std::scoped_lock lock(mutex_);
    const auto held = jobs_.find(token);
    return held == jobs_.end() ? std::vector<std::string>() : held->second;
}

std::string store::add_job(std::string_view token, std::string_view email)
{
    const std::scoped_lock lock(mutex_);
    const auto number = std::to_string(++jobs_begun_);
    // The number of a token's user is between its colon and its dash.
    const auto colon = std::min(token.find(':'), token.size());
    const auto user = token.substr(colon + (colon < token.size()), token.find('-') - colon - 1);
    std::string task = "user:" + std::string(user) + "-runwayml:" + std::string(email) +
                       "-task:00000000-0000-4000-8000-" + std::string(12 - number.size(), '0') + number;
    jobs_[std::string(token)].push_back(task);
    return task;
}

bool store::release_job(std::string_view token, std::string_view task_id)
{
    const std::scoped_lock lock(mutex_);
    const auto held = jobs_.find(token);
    return held != jobs_.end() && std::erase(held->second, task_id) != 0;
}

void store::forget_everything()
{
    const std::scoped_lock lock(mutex_);
    tokens_.clear();
    jobs_.clear();
    counts_.clear();
    requests_ = 0;
}

request_number store::count_request(std::string_view email, request_method method)
{
    const auto key = email_key(email);
    const std::scoped_lock lock(mutex_);
    ++requests_;
    auto& counts = counts_[key];
    request_number number;
    number.of_email = ++counts.all;
    number.of_method = ++counts.by_method.at(static_cast<std::size_t>(method));
    return number;
}

void store::count_login(std::string_view email)
{
    const auto key = email_key(email);
    const std::scoped_lock lock(mutex_);
    ++counts_[key].logins;
}

request_counts store::counts() const
{
    request_counts all;
    const std::scoped_lock lock(mutex_);
    all.requests = requests_;
    for (const auto& [email, counts] : counts_) {
        const auto posts = counts.by_method[static_cast<std::size_t>(request_method::post)];
        if (email.empty())
            continue;
        all.posts += posts;
        if (posts != 0)
            all.posts_of.emplace(email, posts);
        if (counts.logins != 0)
            all.logins_of.emplace(email, counts.logins);
    }
    return all;
}

} // namespace useapi::emulator
