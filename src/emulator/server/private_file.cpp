#include "emulator/server/private_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace useapi::emulator {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int error)
{
    throw std::runtime_error("cannot write " + file.string() + ": " + std::generic_category().message(error));
}

int write_all(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

/** For a device or a pipe, which must not be replaced. */
void write_into(const std::filesystem::path& file, std::string_view content)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        fail(file, errno);
    int error = write_all(descriptor, content);
    if (::close(descriptor) != 0 && error == 0)
        error = errno;
    if (error != 0)
        fail(file, error);
}

} // namespace

void write_private_file(const std::filesystem::path& named, std::string_view content)
{
    std::error_code ec;
    if (std::filesystem::exists(named, ec) && !std::filesystem::is_regular_file(named, ec))
        return write_into(named, content);
    // A link stays, and its target is replaced.
    const auto file =
        std::filesystem::is_symlink(named, ec) ? std::filesystem::weakly_canonical(named) : named;
    // Each writer uses another name: with one name, two writers would mix their texts. mkostemp() makes the
    // file with mode 0600.
    std::string temporary = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0)
        fail(file, errno);
    int error = write_all(descriptor, content);
    if (::close(descriptor) != 0 && error == 0)
        error = errno;
    if (error == 0 && ::rename(temporary.c_str(), file.c_str()) != 0)
        error = errno;
    if (error != 0) {
        ::unlink(temporary.c_str());
        fail(file, error);
    }
}

} // namespace useapi::emulator
