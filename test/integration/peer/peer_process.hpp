#ifndef USEAPI_TEST_INTEGRATION_PEER_PEER_PROCESS_HPP
#define USEAPI_TEST_INTEGRATION_PEER_PEER_PROCESS_HPP

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace useapi::testing {

/** A folder for one test, removed with the object. */
class scratch_folder
{
public:
    scratch_folder();
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder();

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/** A program of another project that runs beside the test, and ends with the object. */
class peer_process
{
public:
    /** @param words  the program's path and its arguments. */
    explicit peer_process(std::vector<std::string> words);
    peer_process(const peer_process&) = delete;
    peer_process& operator=(const peer_process&) = delete;
    ~peer_process();

    /** Ends the program, and waits for its end. */
    void stop();

    /** Starts the program again in the same way. */
    void start();

private:
    std::vector<std::string> words_;
    pid_t pid_ = -1;
};

/** The path of a program; empty if the program is not installed. */
std::filesystem::path find_program(const std::string& name);

/** A port of 127.0.0.1 without a listener. */
std::uint16_t free_port();

void write_file(const std::filesystem::path& file, const std::string& content);
std::string read_file(const std::filesystem::path& file);

/** The lines of a file. */
std::vector<std::string> lines_of(const std::filesystem::path& file);

} // namespace useapi::testing

#endif
