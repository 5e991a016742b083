#ifndef USEAPI_TEST_UNIT_TEMPORARY_FOLDER_HPP
#define USEAPI_TEST_UNIT_TEMPORARY_FOLDER_HPP

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <system_error>

namespace useapi::test {

/** A folder for one test, removed with its content. */
class temporary_folder
{
public:
    temporary_folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "useapi-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), "mkdtemp");
        path_ = name;
    }

    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string path(std::string_view name) const { return (path_ / name).string(); }

    /// The path of a new file, which only its owner can read.
    std::string file(std::string_view name, std::string_view content) const
    {
        std::ofstream(path(name), std::ios::binary) << content;
        std::filesystem::permissions(path(name), std::filesystem::perms::owner_read |
                                                     std::filesystem::perms::owner_write);
        return path(name);
    }

private:
    std::filesystem::path path_;
};

} // namespace useapi::test

#endif
