#ifndef USEAPI_SRC_CLI_RUN_HPP
#define USEAPI_SRC_CLI_RUN_HPP

#include <string>
#include <vector>

namespace useapi::cli {

/** The whole command, from its arguments to its exit code. Call it once, before any thread is started.
    @param words  the command line without the program's name
*/
[[nodiscard]] int run(std::vector<std::string> words);

} // namespace useapi::cli

#endif
