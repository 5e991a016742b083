#ifndef USEAPI_SRC_CLI_RUN_HPP
#define USEAPI_SRC_CLI_RUN_HPP

#include <string>
#include <vector>

namespace useapi::cli {

/** The whole command, from its arguments to its exit code. To be called once, before there are threads.
    @param words  the command line without the program's name
*/
[[nodiscard]] int run(std::vector<std::string> words);

} // namespace useapi::cli

#endif
