#ifndef USEAPI_SRC_CLI_SECRETS_ENVIRONMENT_HPP
#define USEAPI_SRC_CLI_SECRETS_ENVIRONMENT_HPP

#include <useapi/secret.hpp>

namespace useapi::cli {

/** The secrets from the environment. A secret is empty if its variable is not set, or is empty. */
class environment_secrets
{
public:
    /** Reads `USEAPI_TOKEN` and `USEAPI_ACCOUNT_PASSWORD` and removes them from the process's environment,
        where children and `/proc` would show them. Call it before any thread is started. */
    [[nodiscard]] static environment_secrets take();

    secret token;
    secret account_password;
};

/** Whether the environment asks for no colours. @see https://no-color.org */
[[nodiscard]] bool environment_refuses_colors() noexcept;

} // namespace useapi::cli

#endif
