#pragma once

#include <string>
#include <vector>

namespace useapi::cli {

/** A command line as it is typed at a POSIX shell to give these words. */
[[nodiscard]] std::string shell_line(const std::vector<std::string>& words);

} // namespace useapi::cli
