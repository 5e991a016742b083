#ifndef USEAPI_SRC_EMULATOR_SERVER_PRIVATE_FILE_HPP
#define USEAPI_SRC_EMULATOR_SERVER_PRIVATE_FILE_HPP

#include <filesystem>
#include <string_view>

namespace useapi::emulator {

/** Writes a file that appears complete or not at all, and that only its owner can read. A device or a pipe is
    written directly.
    @throws std::runtime_error  names the file and the reason
*/
void write_private_file(const std::filesystem::path& named, std::string_view content);

} // namespace useapi::emulator

#endif
