#ifndef USEAPI_SRC_EMULATOR_SERVER_PRIVATE_FILE_HPP
#define USEAPI_SRC_EMULATOR_SERVER_PRIVATE_FILE_HPP

#include <filesystem>
#include <string_view>

namespace useapi::emulator {

/** Writes a file that is there whole or not at all, and that only its owner can read. A device or a pipe is
    written to as it is.
    @throws std::runtime_error that names the file and the reason
*/
void write_private_file(const std::filesystem::path& named, std::string_view content);

} // namespace useapi::emulator

#endif
