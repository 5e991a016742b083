#include "cli/exit_code.hpp"

namespace useapi::cli {

exit_code exit_code_of(const error& failure) noexcept
{
    const error_code code = failure.code();
    if (code == errc::invalid_argument)
        return exit_code::usage;
    if (code == condition::token_refused)
        return exit_code::token_refused;
    if (code == condition::cancelled)
        return exit_code::interrupted;
    // Such an answer is not from the service.
    if (code == errc::unexpected_content && failure.effect() == effect::rejected)
        return exit_code::unreachable;
    if (code == condition::transport || code == condition::timed_out || code == errc::service_unavailable)
        return exit_code::unreachable;
    return exit_code::failed;
}

} // namespace useapi::cli
