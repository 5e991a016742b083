#include "bulk/run/descriptor_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace useapi::bulk {
namespace {

// A pipe that is ready has room for at least so many bytes. @see PIPE_BUF of pipe(7)
constexpr std::size_t room_of_ready_pipe = 4096;

bool would_block(int error) noexcept
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

int write_all(int descriptor, std::string_view text) noexcept
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (would_block(errno)) {
            pollfd asked = {descriptor, POLLOUT, 0};
            if (::poll(&asked, 1, -1) < 0 && errno != EINTR)
                return errno;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int write_without_waiting(int descriptor, std::string& pending) noexcept
{
    int problem = 0;
    std::string_view rest = pending;
    while (!rest.empty() && problem == 0) {
        pollfd asked = {descriptor, POLLOUT, 0};
        if (::poll(&asked, 1, 0) != 1)
            break;
        const ssize_t count = ::write(descriptor, rest.data(), std::min(rest.size(), room_of_ready_pipe));
        if (count >= 0)
            rest.remove_prefix(static_cast<std::size_t>(count));
        else if (would_block(errno))
            break;
        else if (errno != EINTR)
            problem = errno;
    }
    pending.erase(0, pending.size() - rest.size());
    return problem;
}

} // namespace useapi::bulk
