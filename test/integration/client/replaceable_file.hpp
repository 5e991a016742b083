#ifndef USEAPI_TEST_INTEGRATION_CLIENT_REPLACEABLE_FILE_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_REPLACEABLE_FILE_HPP

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace useapi::testing {

/** A file that is replaced in one step, as in a rotation of certificates. */
class replaceable_file
{
public:
    explicit replaceable_file(const std::string& content)
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "useapi_test.XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            throw std::system_error(errno, std::generic_category(), pattern);
        folder_ = pattern;
        replace(content);
    }

    replaceable_file(const replaceable_file&) = delete;
    replaceable_file& operator=(const replaceable_file&) = delete;

    ~replaceable_file()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::string path() const { return (folder_ / "file.pem").string(); }

    void replace(const std::string& content) const
    {
        std::ofstream(folder_ / "new.pem", std::ios::binary) << content;
        std::filesystem::rename(folder_ / "new.pem", path());
    }

private:
    std::filesystem::path folder_;
};

} // namespace useapi::testing

#endif
