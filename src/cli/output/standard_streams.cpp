#include "cli/output/standard_streams.hpp"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <unistd.h>

namespace useapi::cli {
namespace {

constexpr std::size_t flush_size = std::size_t{64} * 1024;

int write_all(int descriptor, std::string_view text) noexcept
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

} // namespace

void occupy_standard_descriptors() noexcept
{
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF)
            continue;
        // The wrong way round, so that using the missing stream still fails.
        const int mode = descriptor == 0 ? O_WRONLY : O_RDONLY;
        if (::open("/dev/null", mode) < 0)
            return;
    }
}

standard_output::standard_output(int descriptor) : descriptor_(descriptor) {}

void standard_output::write(std::string_view text)
{
    pending_ += text;
    if (pending_.size() >= flush_size)
        flush();
}

void standard_output::flush()
{
    if (has_reader_ && !failure_) {
        const int problem = write_all(descriptor_, pending_);
        if (problem == EPIPE)
            has_reader_ = false;
        else if (problem != 0)
            failure_ = std::error_code(problem, std::generic_category());
    }
    pending_.clear();
}

void write_standard_error(std::string_view text) noexcept
{
    write_all(2, text);
}

} // namespace useapi::cli
