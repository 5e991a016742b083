#ifndef USEAPI_TEST_INTEGRATION_CLI_SERVICE_RUN_HPP
#define USEAPI_TEST_INTEGRATION_CLI_SERVICE_RUN_HPP

#include "integration/cli/process.hpp"
#include "unit/temporary_folder.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::test {

inline constexpr std::string_view api_token = "user:1234-kept-to-ourselves";
inline constexpr std::string_view account_password = "correct-horse-battery";

/** A run of `useapi emulator` in a folder of its own, and the commands that talk to it. */
class service_run
{
public:
    /// @param options further options for the emulator
    explicit service_run(std::vector<std::string> options = {});

    const temporary_folder& folder() const noexcept { return folder_; }

    const std::string& base_url() const noexcept { return base_url_; }

    std::string ca_file() const { return folder_.path("tls/ca.pem"); }

    /// A command that reaches the emulator, with the API token and the account's password in its environment.
    command_line command(std::vector<std::string> words) const;

    /// The first letters of the emails that are registered, in their order.
    std::string initials() const;

    process& emulator() noexcept { return emulator_; }

    /// Ends the emulator. @return how many requests of these methods it answered
    std::size_t stop_and_count(const std::vector<std::string>& methods);

private:
    temporary_folder folder_;
    process emulator_;
    std::string base_url_;
};

/** Runs the command to its end, and checks that its output holds no secret. */
finished run_discreetly(const command_line& line);

/** Whether the text holds the API token, the password, or anything that looks like a JWT. */
bool holds_secret(std::string_view text);

std::string read_file(const std::string& path);

} // namespace useapi::test

#endif
