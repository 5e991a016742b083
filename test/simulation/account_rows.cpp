#include "simulation/account_rows.hpp"

#include <string>
#include <utility>

namespace useapi::simulation {

bulk::input_row row_of(const model_account& account, std::uint64_t line)
{
    runwayml::account_settings settings(account.email(), secret(account.password()));
    settings.max_jobs(3);
    return bulk::input_row(line, std::move(settings));
}

std::vector<bulk::ledger_profile> profiles_of_rows()
{
    return {{std::string(), "https://api.useapi.net/v1/runwayml", secret(std::string(api_token))}};
}

bulk::row_source::item account_rows::next()
{
    if (next_ == accounts_.size())
        return end_of_input{};
    const model_account& account = accounts_[next_++];
    return row_of(account, next_ + 1);
}

} // namespace useapi::simulation
