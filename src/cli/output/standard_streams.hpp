#ifndef USEAPI_SRC_CLI_OUTPUT_STANDARD_STREAMS_HPP
#define USEAPI_SRC_CLI_OUTPUT_STANDARD_STREAMS_HPP

#include <string>
#include <string_view>
#include <system_error>

namespace useapi::cli {

/** Sees to it that descriptors 0, 1 and 2 are taken: a process may be started without them, and the first
    socket or file that it opened would then receive what is printed. */
void occupy_standard_descriptors() noexcept;

/** Standard output, which must not fail unnoticed: what a command found out is lost when the disk is full. A
    reader that has gone (`| head -1`) is no failure: it has what it wanted. */
class standard_output
{
public:
    /// `descriptor` is standard output's but in tests.
    explicit standard_output(int descriptor = 1);
    standard_output(const standard_output&) = delete;
    standard_output& operator=(const standard_output&) = delete;

    void write(std::string_view text);
    void flush();

    /** False after a broken pipe: no process reads any more. */
    [[nodiscard]] bool has_reader() const noexcept { return has_reader_; }

    /** The first failure but a broken pipe. */
    [[nodiscard]] std::error_code failure() const noexcept { return failure_; }

private:
    int descriptor_;
    bool has_reader_ = true;
    std::error_code failure_;
    std::string pending_;
};

/** Writes to standard error, and does not mind if that fails: there is nowhere left to say so. */
void write_standard_error(std::string_view text) noexcept;

/** While it lives, no write to standard error waits: a terminal that is stopped by Ctrl-S, or a slow reader
   of a pipe, must not stop the calls under way. What is not taken is kept, up to 8 MiB, and written with what
    follows; what is left at the end waits. One at a time. */
class unhurried_standard_error
{
public:
    unhurried_standard_error();
    unhurried_standard_error(const unhurried_standard_error&) = delete;
    unhurried_standard_error& operator=(const unhurried_standard_error&) = delete;
    ~unhurried_standard_error();

    /** Whether standard error has not taken all that was written. */
    [[nodiscard]] static bool is_behind() noexcept;

private:
    std::string kept_;
};

} // namespace useapi::cli

#endif
