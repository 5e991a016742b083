#ifndef USEAPI_SRC_CLI_SECRETS_TERMINAL_PROMPT_HPP
#define USEAPI_SRC_CLI_SECRETS_TERMINAL_PROMPT_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

/** Asks for a secret on the process's terminal, even if its standard streams are redirected. The terminal
    does not show the typed text.

    The terminal is restored before this function returns or throws, also if a signal ends the wait. After
    Ctrl-Z it is restored while the process is stopped.

    @return nothing if the process has no terminal
    @throws interruption  on SIGINT, SIGTERM, SIGHUP, SIGQUIT, and on end of file
    @throws std::system_error  if the terminal fails
*/
[[nodiscard]] std::optional<secret> prompt_for_secret(std::string_view question);

/** Asks for a text that is not secret: the terminal shows the typed text. */
[[nodiscard]] std::optional<std::string> prompt_for_answer(std::string_view question);

} // namespace useapi::cli

#endif
