#include "cli/client_setup.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/output/verbose_log.hpp"
#include "cli/usage_error.hpp"

#include <useapi/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

// A list has no pages. It grows with the number of accounts, by some 400 bytes for each.
constexpr std::size_t longest_answer = 64 * 1024 * 1024;

http::proxy_options proxy_of(const std::string& url)
{
    if (url == "none")
        return http::proxy_options::none();
    if (url.find('@') != std::string::npos)
        throw usage_error(
            "--proxy: a user and password do not belong on a command line, where other users of the "
            "machine can see them; set HTTPS_PROXY to the URL that holds them");
    return http::proxy_options(secret(url));
}

std::string_view variable(const char* lower, const char* upper)
{
    for (const char* const name : {lower, upper})
        if (const char* const value = std::getenv(name); value != nullptr && *value != '\0')
            return value;
    return {};
}

/// Whether an entry of NO_PROXY has no effect here. Other programs understand such entries: a URL, a pattern,
/// a range of addresses.
bool means_nothing(std::string_view entry)
{
    if (entry == "*")
        return false;
    const bool is_pattern = entry.find('*', 1) != std::string_view::npos;
    return is_pattern || entry.find("://") != std::string_view::npos ||
           entry.find_first_of("\"'<>()^$?;\\") != std::string_view::npos;
}

} // namespace

void look_at_proxies(const connection_arguments& connection, const console& out)
{
    const std::string_view proxy = variable("https_proxy", "HTTPS_PROXY");
    if (proxy.empty() || !connection.proxy.empty())
        return;
    if (proxy.find_first_of("\"'") != std::string_view::npos)
        throw usage_error("HTTPS_PROXY: leave out the quotes around its value");
    std::string_view list = variable("no_proxy", "NO_PROXY");
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(", "), list.size());
        const std::string_view entry = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        if (!entry.empty() && means_nothing(entry))
            out.warn(fmt::format("NO_PROXY: {} has no effect here; use hosts, domains, addresses or blocks "
                                 "such as 10.0.0.0/8",
                                 printable(entry)));
    }
}

client_options make_client_options(const connection_arguments& connection, secret token, const console& out)
{
    client_options options(std::move(token));
    if (!connection.base_url.empty())
        options.base_url(connection.base_url);
    options.ca_file(connection.ca_file);
    if (!connection.proxy.empty())
        options.proxy(proxy_of(connection.proxy));
    if (connection.timeout)
        options.timeout(*connection.timeout);
    if (connection.attempt_timeout)
        options.attempt_timeout(*connection.attempt_timeout);
    if (connection.max_attempts) {
        retry_options retry = options.retry();
        retry.max_attempts(*connection.max_attempts);
        options.retry(retry);
    }
    options.body_limit(longest_answer);
    options.user_agent("useapi-command/" USEAPI_VERSION);
    if (out.is_verbose())
        options.observe_with(std::make_shared<verbose_log>(write_standard_error));
    return options;
}

} // namespace useapi::cli
