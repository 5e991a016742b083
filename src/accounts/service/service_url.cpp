#include "accounts/service/service_url.hpp"

#include "accounts/account_path.hpp"

namespace useapi::accounts {

std::string service_url(std::string_view base_url, const service_traits& of)
{
    while (base_url.ends_with('/'))
        base_url.remove_suffix(1);
    const std::size_t scheme = base_url.find("://");
    const std::size_t path = base_url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    std::string made(base_url.substr(0, path));
    if (path != std::string_view::npos)
        made += path_before_service(base_url.substr(path));
    return made.append(of.accounts_path);
}

} // namespace useapi::accounts
