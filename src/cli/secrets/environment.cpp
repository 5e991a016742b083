#include "cli/secrets/environment.hpp"

#include <cstdlib>
#include <cstring>

namespace useapi::cli {
namespace {

secret take_variable(const char* name)
{
    char* const value = std::getenv(name);
    if (value == nullptr)
        return {};
    secret taken{static_cast<const char*>(value)};
    // unsetenv() removes only the pointer: /proc/<pid>/environ would still show the text.
    wipe(value, std::strlen(value));
    ::unsetenv(name); // NOLINT(concurrency-mt-unsafe): the command has one thread, and has just begun
    return taken;
}

} // namespace

environment_secrets environment_secrets::take()
{
    environment_secrets taken;
    taken.token = take_variable("USEAPI_TOKEN");
    taken.account_password = take_variable("USEAPI_ACCOUNT_PASSWORD");
    return taken;
}

bool environment_refuses_colors() noexcept
{
    const char* const value = std::getenv("NO_COLOR");
    return value != nullptr && *value != '\0';
}

} // namespace useapi::cli
