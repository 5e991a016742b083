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

/** Writes the exchanges of `useapi record` to a file, or compares them with those of a file. First of all it
    removes their secrets. */
class recorder
{
public:
    /** @throws usage_error  if the file exists already, or the file for `--compare` cannot be read
        @throws useapi::exception  if the file cannot be written */
    recorder(const record_arguments& given, console& out);

    /** @return false if the exchange could not be written; nothing is recorded from then on */
    [[nodiscard]] bool take(const emulator::exchange& seen);

    /** Prints the number of exchanges, or the error. @return the exit code */
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
