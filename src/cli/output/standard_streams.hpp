#ifndef USEAPI_SRC_CLI_OUTPUT_STANDARD_STREAMS_HPP
#define USEAPI_SRC_CLI_OUTPUT_STANDARD_STREAMS_HPP

#include <string>
#include <string_view>
#include <system_error>

namespace useapi::cli {

/** Opens descriptors 0, 1 and 2 if the process was started without them. Otherwise the first socket or file
    that it opens would receive the printed text. */
void occupy_standard_descriptors() noexcept;

/** Standard output. A failure must be noticed, since results are lost if the disk is full. A reader that has
    ended (`| head -1`) is no failure. */
class standard_output
{
public:
    /// Only tests pass another descriptor than standard output's.
    explicit standard_output(int descriptor = 1);
    standard_output(const standard_output&) = delete;
    standard_output& operator=(const standard_output&) = delete;

    void write(std::string_view text);
    void flush();

    /** False after a broken pipe: no process reads any more. */
    [[nodiscard]] bool has_reader() const noexcept { return has_reader_; }

    /** The first failure except a broken pipe. */
    [[nodiscard]] std::error_code failure() const noexcept { return failure_; }

private:
    int descriptor_;
    bool has_reader_ = true;
    std::error_code failure_;
    std::string pending_;
};

/** Writes to standard error. A failure is ignored, since there is no other place to report it. */
void write_standard_error(std::string_view text) noexcept;

/** While an object of this class lives, no write to standard error waits: a terminal that is stopped by
    Ctrl-S, or a slow reader of a pipe, must not stop the calls under way. Text that is not taken is kept, up
    to 8 MiB, and written later. The destructor waits until the rest is written. There may be one object at a
    time. */
class unhurried_standard_error
{
public:
    unhurried_standard_error();
    unhurried_standard_error(const unhurried_standard_error&) = delete;
    unhurried_standard_error& operator=(const unhurried_standard_error&) = delete;
    ~unhurried_standard_error();

    /** Whether a part of the written text has not been taken yet. */
    [[nodiscard]] static bool is_behind() noexcept;

private:
    std::string kept_;
};

} // namespace useapi::cli

#endif
