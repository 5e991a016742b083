#ifndef USEAPI_TEST_CRASH_READ_FILE_HPP
#define USEAPI_TEST_CRASH_READ_FILE_HPP

#include <fstream>
#include <iterator>
#include <string>

namespace useapi::crash {

/** The content of a file; empty if there is no such file. */
inline std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace useapi::crash

#endif
