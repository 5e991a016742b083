#include "cli/client_setup.hpp"

#include "cli/output/console.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/output/verbose_log.hpp"
#include "cli/usage_error.hpp"

#include <useapi/version.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace useapi::cli {
namespace {

// A list has no pages: it is as long as its owner has accounts, some 400 bytes each.
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

} // namespace

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
