#include "bulk/input/input_file.hpp"

#include "bulk/refuse.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace useapi::bulk {

input_file::input_file(const std::string& path)
    : name_(path == "-" ? "standard input" : path),
      descriptor_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC))
{
    if (descriptor_ < 0)
        refuse(name_ + ": cannot be opened: " + std::generic_category().message(errno));
    struct stat found = {};
    if (::fstat(descriptor_, &found) != 0)
        refuse(name_ + ": cannot be looked at: " + std::generic_category().message(errno));
    if (S_ISDIR(found.st_mode)) {
        ::close(descriptor_);
        refuse(name_ + ": is a folder");
    }
    // Standard input that was redirected from a file begins at the position that its owner left, so it is
    // read only once.
    is_regular_ = S_ISREG(found.st_mode) && path != "-";
    identity_ = look();
}

input_file::~input_file()
{
    if (descriptor_ != STDIN_FILENO)
        ::close(descriptor_);
}

bool input_file::is_ready() const
{
    if (is_regular_)
        return true;
    pollfd asked = {descriptor_, POLLIN, 0};
    return ::poll(&asked, 1, 0) != 0;
}

std::size_t input_file::read(std::span<char> space)
{
    for (;;) {
        const auto size = ::read(descriptor_, space.data(), space.size());
        if (size >= 0)
            return static_cast<std::size_t>(size);
        // Another program that shares standard input may have made it non-blocking.
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd asked = {descriptor_, POLLIN, 0};
            ::poll(&asked, 1, -1);
        } else if (errno != EINTR) {
            refuse(name_ + ": cannot be read: " + std::generic_category().message(errno));
        }
    }
}

void input_file::rewind()
{
    if (::lseek(descriptor_, 0, SEEK_SET) != 0)
        refuse(name_ + ": cannot be read twice: " + std::generic_category().message(errno));
}

bool input_file::is_unchanged() const
{
    return !is_regular_ || look() == identity_;
}

input_file::identity input_file::look() const
{
    struct stat found = {};
    if (::fstat(descriptor_, &found) != 0)
        return {};
    return {found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

} // namespace useapi::bulk
