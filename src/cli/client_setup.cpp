#include "cli/client_setup.hpp"

#include <cstddef>
#include <utility>

namespace useapi::cli {
namespace {

// A list has no pages: it is as long as its owner has accounts, some 400 bytes each.
constexpr std::size_t longest_answer = 64 * 1024 * 1024;

} // namespace

client_options make_client_options(const connection_arguments& connection, secret token)
{
    client_options options(std::move(token));
    if (!connection.base_url.empty())
        options.base_url(connection.base_url);
    options.ca_file(connection.ca_file);
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
    return options;
}

} // namespace useapi::cli
