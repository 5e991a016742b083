#pragma once

#include <filesystem>
#include <string_view>

namespace useapi::emulator {

/** Writes a file that is there whole or not at all, and that only its owner can read.
    @throws std::runtime_error that names the file and the reason
*/
void write_private_file(const std::filesystem::path& file, std::string_view content);

} // namespace useapi::emulator
