#ifndef USEAPI_TEST_UNIT_VOCABULARY_SHELL_WORDS_HPP
#define USEAPI_TEST_UNIT_VOCABULARY_SHELL_WORDS_HPP

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace useapi::testing {

/** The arguments that a real shell gives to the program `curl` of a command line. If the line has the shell
    do anything else, there are further words, or none. */
inline std::vector<std::string> arguments_of_curl(const std::string& line)
{
    const std::string script = "curl() { printf '%s\\0' \"$@\"; }\n" + line;
    std::FILE* const shell = ::popen(script.c_str(), "r");
    if (!shell)
        throw std::runtime_error("there is no shell");
    std::vector<std::string> words(1);
    for (int c = std::fgetc(shell); c != EOF; c = std::fgetc(shell)) {
        if (c == '\0')
            words.emplace_back();
        else
            words.back() += static_cast<char>(c);
    }
    if (::pclose(shell) != 0)
        throw std::runtime_error("the shell does not take: " + line);
    words.pop_back();
    return words;
}

} // namespace useapi::testing

#endif
