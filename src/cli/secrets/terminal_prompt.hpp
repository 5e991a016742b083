#ifndef USEAPI_SRC_CLI_SECRETS_TERMINAL_PROMPT_HPP
#define USEAPI_SRC_CLI_SECRETS_TERMINAL_PROMPT_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

/** Asks for a secret on the process's terminal, whatever its standard streams are, and shows nothing of what
    is typed.

    The terminal is put back as it was before this function returns or throws, also where a signal ends the
    wait; on Ctrl-Z it is put back while the process is stopped.

    @return nothing if the process has no terminal
    @throws interruption  on SIGINT, SIGTERM, SIGHUP, SIGQUIT, and on end of file
    @throws std::system_error  where the terminal fails
*/
[[nodiscard]] std::optional<secret> prompt_for_secret(std::string_view question);

/** The same for what is no secret: what is typed is shown. */
[[nodiscard]] std::optional<std::string> prompt_for_answer(std::string_view question);

} // namespace useapi::cli

#endif
