#include "cli/output/standard_streams.hpp"

#include "bulk/run/descriptor_writer.hpp"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <unistd.h>

namespace useapi::cli {
namespace {

constexpr std::size_t flush_size = std::size_t{64} * 1024;

constexpr std::size_t most_kept = std::size_t{8} * 1024 * 1024;

/// The bytes that standard error has not taken yet; null while writes may wait.
std::string* kept_back = nullptr;

} // namespace

void occupy_standard_descriptors() noexcept
{
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF)
            continue;
        // The stream is opened for the opposite direction, so that using it still fails.
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
        const int problem = bulk::write_all(descriptor_, pending_);
        if (problem == EPIPE)
            has_reader_ = false;
        else if (problem != 0)
            failure_ = std::error_code(problem, std::generic_category());
    }
    pending_.clear();
}

void write_standard_error(std::string_view text) noexcept
{
    if (kept_back == nullptr) {
        static_cast<void>(bulk::write_all(2, text));
        return;
    }
    if (kept_back->size() + text.size() <= most_kept)
        kept_back->append(text);
    if (bulk::write_without_waiting(2, *kept_back) != 0)
        kept_back->clear();
}

unhurried_standard_error::unhurried_standard_error()
{
    // Reserves the memory now, so that no write allocates or fails.
    kept_.reserve(most_kept);
    kept_back = &kept_;
}

unhurried_standard_error::~unhurried_standard_error()
{
    kept_back = nullptr;
    write_standard_error(kept_);
}

bool unhurried_standard_error::is_behind() noexcept
{
    write_standard_error({});
    return kept_back != nullptr && !kept_back->empty();
}

} // namespace useapi::cli
