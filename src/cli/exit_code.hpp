#ifndef USEAPI_SRC_CLI_EXIT_CODE_HPP
#define USEAPI_SRC_CLI_EXIT_CODE_HPP

#include <useapi/error.hpp>

namespace useapi::cli {

/** The exit status of the process. Scripts depend on the numbers. */
enum class exit_code
{
    done = 0,
    failed = 1,        ///< an account was refused or failed, or the result could not be written
    usage = 2,         ///< bad usage or input; nothing was sent
    token_refused = 3, ///< the API token or its subscription: no call can succeed
    unreachable = 4,   ///< no usable answer: the service is not reached, not trusted, too slow, or in trouble
    interrupted = 130  ///< SIGINT or SIGTERM
};

/** The exit code of a command whose only call failed. */
[[nodiscard]] exit_code exit_code_of(const error& failure) noexcept;

} // namespace useapi::cli

#endif
