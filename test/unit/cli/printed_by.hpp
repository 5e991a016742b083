#ifndef USEAPI_TEST_UNIT_CLI_PRINTED_BY_HPP
#define USEAPI_TEST_UNIT_CLI_PRINTED_BY_HPP

#include "cli/output/console.hpp"
#include "cli/usage_error.hpp"

#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace useapi::test {

/** Redirects standard output or standard error to a file without a name as long as it lives. */
class redirected_stream
{
public:
    explicit redirected_stream(int descriptor)
        : descriptor_(descriptor), saved_(::dup(descriptor)), file_(std::tmpfile())
    {
        if (saved_ < 0 || file_ == nullptr || ::dup2(::fileno(file_), descriptor) < 0)
            throw std::runtime_error("cannot redirect a stream");
    }

    redirected_stream(const redirected_stream&) = delete;
    redirected_stream& operator=(const redirected_stream&) = delete;

    ~redirected_stream()
    {
        ::dup2(saved_, descriptor_);
        ::close(saved_);
        std::fclose(file_);
    }

    std::string text() const
    {
        std::string read(static_cast<std::size_t>(::lseek(::fileno(file_), 0, SEEK_END)), '\0');
        const ssize_t count = ::pread(::fileno(file_), read.data(), read.size(), 0);
        return count == static_cast<ssize_t>(read.size()) ? read : "the file cannot be read";
    }

private:
    int descriptor_;
    int saved_;
    std::FILE* file_;
};

struct printed
{
    std::string out;
    std::string err;
};

/** The texts that a function writes through a console. An exception leaves this function. A check that fails
   in `write` is counted, but its message is in the texts. */
inline printed printed_by(const cli::console_settings& settings,
                          const std::function<void(cli::console&)>& write)
{
    const redirected_stream out(1);
    const redirected_stream err(2);
    cli::console shown(settings);
    write(shown);
    shown.flush();
    return {out.text(), err.text()};
}

inline printed printed_by(const std::function<void(cli::console&)>& write)
{
    return printed_by(cli::console_settings(), write);
}

/** Why a command is refused; `not refused` if it is not. */
inline std::string refusal_by(const std::function<void(cli::console&)>& run)
{
    std::string why = "not refused";
    (void)printed_by([&](cli::console& out) {
        try {
            run(out);
        } catch (const cli::usage_error& refused) {
            why = refused.what();
        }
    });
    return why;
}

inline cli::console_settings as_json()
{
    cli::console_settings settings;
    settings.format = cli::output_format::json;
    return settings;
}

inline cli::console_settings quietly()
{
    cli::console_settings settings;
    settings.verbosity = cli::verbosity::quiet;
    return settings;
}

} // namespace useapi::test

#endif
