#ifndef USEAPI_SRC_CLI_USAGE_ERROR_HPP
#define USEAPI_SRC_CLI_USAGE_ERROR_HPP

#include <stdexcept>

namespace useapi::cli {

/** The command line, the environment or a file that they name cannot be used, and nothing was sent. The text
    is for people and holds no secret. */
class usage_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/** A signal came while the command waited for input from the terminal. */
class interruption : public std::exception
{
public:
    [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

} // namespace useapi::cli

#endif
