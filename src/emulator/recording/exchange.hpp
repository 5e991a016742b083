#ifndef USEAPI_SRC_EMULATOR_RECORDING_EXCHANGE_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_EXCHANGE_HPP

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::emulator {

using header_fields = std::vector<std::pair<std::string, std::string>>;

/** A request and the answer to it: as they were sent, or without secrets as a recording has them. */
struct exchange
{
    std::string method;
    std::string target;
    header_fields request_fields;
    std::string request_body;
    unsigned status = 0;
    header_fields answer_fields;
    std::string answer_body;
    std::chrono::milliseconds took{0}; ///< from the whole request to the whole answer
};

/** The first value of a field, its name compared without case; empty without the field. */
[[nodiscard]] std::string_view value_of(const header_fields& fields, std::string_view name);

/** The text with the letters A-Z in lower case. */
[[nodiscard]] std::string lower_case(std::string_view text);

/** The exchange as a line of a recording: a JSON object and a line end. A body that is a JSON object or array
    becomes a member as it is. Any other body becomes a string. The line holds the whole exchange, secrets
    included. */
[[nodiscard]] std::string line_of(const exchange& recorded);

/** Reads what `line_of()` made. @throws std::runtime_error if the line is not one of a recording */
[[nodiscard]] exchange read_line(std::string_view line);

/** Reads a recording. @throws std::runtime_error that names the file, and the line that is wrong */
[[nodiscard]] std::vector<exchange> read_recording(const std::filesystem::path& file);

} // namespace useapi::emulator

#endif
