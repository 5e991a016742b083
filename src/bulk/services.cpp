#include "bulk/services.hpp"

#include "accounts/service/service_url.hpp"

#include <useapi/dreamina.hpp>
#include <useapi/kling.hpp>
#include <useapi/minimax.hpp>
#include <useapi/mureka.hpp>
#include <useapi/pixverse.hpp>

#include <algorithm>
#include <array>

namespace useapi::bulk {

std::span<const accounts::service_traits* const> other_services() noexcept
{
    static const std::array all = {&pixverse::detail::service(), &kling::detail::service(),
                                   &dreamina::detail::service(), &mureka::detail::service(),
                                   &minimax::detail::service()};
    return all;
}

std::optional<const accounts::service_traits*> find_service(std::string_view name) noexcept
{
    if (name == runway_name)
        return nullptr;
    const auto all = other_services();
    const auto found = std::find_if(
        all.begin(), all.end(), [name](const accounts::service_traits* each) { return each->name == name; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

const accounts::service_traits* service_of(const import_options& options) noexcept
{
    return find_service(options.service()).value_or(nullptr);
}

bool may_repeat(const import_options& options) noexcept
{
    const accounts::service_traits* const of = service_of(options);
    return of == nullptr || of->replaces;
}

std::string listed_services()
{
    std::string listed(runway_name);
    for (const accounts::service_traits* const each : other_services())
        listed.append(", ").append(each->name);
    return listed;
}

std::string service_url(std::string_view base_url, const accounts::service_traits* of)
{
    return of == nullptr ? std::string(base_url) : accounts::service_url(base_url, *of);
}

runwayml::account shown_account(const accounts::account& found)
{
    runwayml::account shown(found.key());
    if (found.max_jobs())
        shown.max_jobs(*found.max_jobs());
    if (found.session_ends_at())
        shown.jwt(runwayml::jwt().expires_at(*found.session_ends_at()));
    if (found.error())
        shown.error(*found.error());
    return shown;
}

} // namespace useapi::bulk
