#ifndef USEAPI_TEST_UNIT_BULK_TEMPORARY_FILE_HPP
#define USEAPI_TEST_UNIT_BULK_TEMPORARY_FILE_HPP

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace useapi::bulk::testing {

/** A file that is removed with the test. */
class temporary_file
{
public:
    temporary_file(const std::string& name, const std::string& text)
        : path_(std::filesystem::temp_directory_path() /
                ("useapi-unit-bulk-" + std::to_string(::getpid()) + "-" + name))
    {
        std::ofstream(path_, std::ios::binary) << text;
    }

    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;

    ~temporary_file() { std::filesystem::remove(path_); }

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

} // namespace useapi::bulk::testing

#endif
