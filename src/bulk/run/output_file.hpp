#ifndef USEAPI_SRC_BULK_RUN_OUTPUT_FILE_HPP
#define USEAPI_SRC_BULK_RUN_OUTPUT_FILE_HPP

#include <filesystem>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A file that replaces the one at its path once it is told to, and never before: until then it
    is written beside it. A pipe, a device and standard output are written to directly.

    A failure to write is noted, and ends writing for good. A pipe whose reader has gone is no failure.
*/
class output_file
{
public:
    /** @param path  made with mode 0600; keeps the mode of what it replaces; `-` is standard output.
        @param role  what messages call it in front of its name, such as `results file `
        @throws useapi::exception  `errc::invalid_argument` where it cannot be written. */
    explicit output_file(const std::string& path, const std::string& role = {});
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;
    /// Removes what was never put in place.
    ~output_file();

    void write(std::string_view text);

    /** From now on the path leads to this file. */
    void put_in_place();

    /** Hands to the disk what was written, so that a failure shows. */
    void synchronise();

    /** Whether the path led to another file that is still there. */
    [[nodiscard]] bool would_replace() const noexcept { return !temporary_.empty() && replaces_; }

    [[nodiscard]] bool is_in_place() const noexcept { return temporary_.empty(); }

    /** Whether it is a terminal or a pipe, whose reader may be slow. */
    [[nodiscard]] bool is_stream() const noexcept { return is_stream_; }

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    /** Notes an error number that a write gave. */
    void note(int problem);

    /** Whether writing on makes sense: false after a failure, and where the reader has gone. */
    [[nodiscard]] bool is_open() const noexcept { return has_reader_ && failure_.empty(); }

    /** Empty, or why nothing more can be written; names the file. */
    [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

private:
    void open_beside();
    int copy_over();
    [[noreturn]] void refuse(int problem) const;

    std::string name_;
    std::filesystem::path place_;
    std::string temporary_; ///< empty if the file is in its place
    std::string failure_;
    int descriptor_ = -1;
    bool replaces_ = false;
    bool is_stream_ = false;
    bool has_reader_ = true;
};

/** Where a path leads when every link is followed, also if nothing is there yet. */
[[nodiscard]] std::filesystem::path place_of(const std::string& path);

} // namespace useapi::bulk

#endif
