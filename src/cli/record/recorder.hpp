#ifndef USEAPI_SRC_CLI_RECORD_RECORDER_HPP
#define USEAPI_SRC_CLI_RECORD_RECORDER_HPP

#include "bulk/run/output_file.hpp"
#include "cli/command_line/arguments.hpp"
#include "cli/exit_code.hpp"
#include "emulator/recording/exchange.hpp"
#include "emulator/recording/placeholders.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace useapi::cli {

class console;

/** Where the exchanges of `useapi record` go: into a file, or beside those of a file. Secrets are taken out
   of them here, and before anything else is done with them. */
class recorder
{
public:
    /** @throws usage_error  if the file is there already, or of `--compare` cannot be read
        @throws useapi::exception  if it cannot be written */
    recorder(const record_arguments& given, console& out);

    /** @return false if the file took it not; nothing is recorded any more then */
    [[nodiscard]] bool take(const emulator::exchange& seen);

    /** Says how it went. */
    [[nodiscard]] exit_code conclude();

private:
    void compare(const emulator::exchange& present);
    exit_code conclude_comparison();

    const std::string name_;
    console& out_;
    emulator::placeholders names_;
    std::optional<bulk::output_file> file_; ///< nothing for a comparison
    std::vector<emulator::exchange> recording_;
    std::size_t taken_ = 0;
    std::size_t different_ = 0;
    std::size_t not_recorded_ = 0;
};

} // namespace useapi::cli

#endif
