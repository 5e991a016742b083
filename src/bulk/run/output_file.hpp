#ifndef USEAPI_SRC_BULK_RUN_OUTPUT_FILE_HPP
#define USEAPI_SRC_BULK_RUN_OUTPUT_FILE_HPP

#include <filesystem>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A file that replaces the one at its path when `put_in_place` is called. Until then it is written beside
    it. A pipe, a device and standard output are written directly.

    A failed write is noted and ends all writing. If the reader of a pipe has ended, that is no failure.
*/
class output_file
{
public:
    /** @param path  made with mode 0600, or with the mode of the file that it replaces; `-` is standard
                     output.
        @param role  stands before the name in messages, such as `results file `
        @throws useapi::exception  `errc::invalid_argument` if it cannot be written. */
    explicit output_file(const std::string& path, const std::string& role = {});
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;
    /// Removes the file if it was not put in place.
    ~output_file();

    void write(std::string_view text);

    /** Makes the path lead to this file. */
    void put_in_place();

    /** Writes everything to the disk, so that a failure is noticed. */
    void synchronise();

    /** Whether another file is still at the path. */
    [[nodiscard]] bool would_replace() const noexcept { return !temporary_.empty() && replaces_; }

    /** Whether it is a terminal or a pipe, whose reader may be slow. */
    [[nodiscard]] bool is_stream() const noexcept { return is_stream_; }

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    /** Notes the error number of a write. */
    void note(int problem);

    /** Whether writing can go on: false after a failure, and if the reader has ended. */
    [[nodiscard]] bool is_open() const noexcept { return has_reader_ && failure_.empty(); }

    /** Why writing has ended, with the name of the file; empty if it has not. */
    [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

private:
    void open_beside();
    int copy_over();
    [[noreturn]] void refuse(int problem) const;

    std::string name_;
    std::filesystem::path place_;
    std::string temporary_; ///< empty once the file is in its place
    std::string failure_;
    int descriptor_ = -1;
    bool replaces_ = false;
    bool is_stream_ = false;
    bool has_reader_ = true;
};

/** The path after following every link, also if there is no file yet. */
[[nodiscard]] std::filesystem::path place_of(const std::string& path);

} // namespace useapi::bulk

#endif
