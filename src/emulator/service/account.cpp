#include "emulator/service/account.hpp"

#include <utility>

namespace useapi::emulator {

account::account(std::string email, std::string password, int max_jobs)
    : email_(std::move(email)), password_(std::move(password)), max_jobs_(max_jobs)
{
}

account& account::use_workspace(std::optional<std::string> value)
{
    use_workspace_ = std::move(value);
    return *this;
}

account& account::error(std::optional<std::string> value)
{
    error_ = std::move(value);
    return *this;
}

account& account::logged_in_at(std::chrono::system_clock::time_point value)
{
    logged_in_at_ = value;
    return *this;
}

std::string email_key(std::string_view email)
{
    std::string key(email);
    const auto at = key.rfind('@');
    if (at == std::string::npos)
        return key;
    for (auto i = at; i < key.size(); ++i) {
        if (key[i] >= 'A' && key[i] <= 'Z')
            key[i] = static_cast<char>(key[i] - 'A' + 'a');
    }
    return key;
}

} // namespace useapi::emulator
