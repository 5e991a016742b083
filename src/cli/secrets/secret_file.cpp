#include "cli/secrets/secret_file.hpp"

#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace useapi::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t size_limit = std::size_t{64} * 1024;

[[noreturn]] void refuse(std::string_view purpose, std::string_view path, std::string_view reason)
{
    throw usage_error(fmt::format("cannot read {} from {}: {}", purpose, printable(path), reason));
}

class descriptor
{
public:
    explicit descriptor(const char* path) : value_(::open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}

    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    ~descriptor()
    {
        if (value_ >= 0)
            ::close(value_);
    }

    [[nodiscard]] int get() const noexcept { return value_; }

private:
    int value_;
};

// A buffer of fixed size, because a string that grows leaves copies of the secret in memory.
class read_buffer
{
public:
    read_buffer() = default;
    read_buffer(const read_buffer&) = delete;
    read_buffer& operator=(const read_buffer&) = delete;

    ~read_buffer() { wipe(bytes_.data(), bytes_.size()); }

    /// 0, or the error number; EFBIG if the file is larger than the buffer.
    int fill(int file) noexcept
    {
        while (size_ < bytes_.size()) {
            const ssize_t count = ::read(file, bytes_.data() + size_, bytes_.size() - size_);
            if (count == 0)
                return 0;
            if (count > 0)
                size_ += static_cast<std::size_t>(count);
            else if (errno != EINTR)
                return errno;
        }
        return EFBIG;
    }

    [[nodiscard]] std::string_view content() const noexcept { return {bytes_.data(), size_}; }

private:
    std::array<char, size_limit> bytes_;
    std::size_t size_ = 0;
};

void drop_beginning(std::string_view& text, std::string_view beginning)
{
    if (text.starts_with(beginning))
        text.remove_prefix(beginning.size());
}

std::string_view take_line(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

int read_secret(int descriptor, secret& out)
{
    read_buffer buffer;
    const int failure = buffer.fill(descriptor);
    if (failure == 0)
        out = secret(buffer.content());
    return failure;
}

secret first_line_of(const secret& content)
{
    std::string_view rest = content.reveal();
    drop_beginning(rest, byte_order_mark);
    return secret(take_line(rest));
}

secret bare_value(const secret& line, std::string_view variable)
{
    std::string_view value = line.reveal();
    drop_beginning(value, "export ");
    if (value.starts_with(variable) && value.substr(variable.size()).starts_with('='))
        value.remove_prefix(variable.size() + 1);
    for (const char quote : {'"', '\''})
        if (value.size() >= 2 && value.front() == quote && value.back() == quote)
            return secret(value.substr(1, value.size() - 2));
    return secret(value);
}

secret_file::secret_file(std::string path, std::string_view purpose)
    : path_(std::move(path)), purpose_(purpose)
{
    const descriptor file(path_.c_str());
    if (file.get() < 0)
        refuse(purpose_, path_, std::generic_category().message(errno));
    struct stat status{};
    if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode)) {
        readable_by_others_ = (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
        writable_by_others_ = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
        accessible_to_others_ = (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    }
    if (const int failure = read_secret(file.get(), content_); failure != 0)
        refuse(purpose_, path_, std::generic_category().message(failure));
}

secret secret_file::first_line() const
{
    secret line = first_line_of(content_);
    if (line.empty())
        refuse(purpose_, path_, "its first line is empty");
    return line;
}

std::string secret_file::warning() const
{
    if (!readable_by_others_ && !writable_by_others_)
        return {};
    return fmt::format("others may {} {}: chmod 600 it",
                       !writable_by_others_  ? "read"
                       : readable_by_others_ ? "read and change"
                                             : "change",
                       printable(path_));
}

std::vector<secret> secret_file::lines() const
{
    std::vector<secret> found;
    std::string_view rest = content_.reveal();
    drop_beginning(rest, byte_order_mark);
    while (!rest.empty()) {
        if (const std::string_view line = take_line(rest); !line.empty())
            found.emplace_back(line);
    }
    if (found.empty())
        refuse(purpose_, path_, "it is empty");
    return found;
}

} // namespace useapi::cli
