#include "bulk/run/output_file.hpp"

#include "bulk/refuse.hpp"
#include "bulk/run/descriptor_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace useapi::bulk {
namespace {

namespace fs = std::filesystem;

constexpr int longest_chain_of_links = 40;

bool is_folder_closed(int problem) noexcept
{
    return problem == EACCES || problem == EPERM || problem == EROFS || problem == ENAMETOOLONG;
}

int make_temporary(std::string& name)
{
    name += ".XXXXXX";
    return ::mkostemp(name.data(), O_CLOEXEC);
}

} // namespace

fs::path place_of(const std::string& path)
{
    std::error_code ignored;
    fs::path at = path;
    for (int i = 0; i < longest_chain_of_links && fs::is_symlink(at, ignored); ++i)
        at = at.parent_path() / fs::read_symlink(at, ignored);
    fs::path resolved = fs::weakly_canonical(fs::absolute(at, ignored), ignored);
    return resolved.empty() ? at : resolved;
}

output_file::output_file(const std::string& path, const std::string& role)
    : name_(role + (path == "-" ? "standard output" : path))
{
    struct stat found = {};
    if (path == "-") {
        descriptor_ = STDOUT_FILENO;
        is_stream_ = ::fstat(descriptor_, &found) != 0 || !S_ISREG(found.st_mode);
        return;
    }
    replaces_ = ::stat(path.c_str(), &found) == 0;
    if (replaces_ && !S_ISREG(found.st_mode)) {
        is_stream_ = true;
        descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (descriptor_ < 0)
            refuse(errno);
        return;
    }
    place_ = place_of(path);
    if (replaces_ && ::access(place_.c_str(), W_OK) != 0)
        refuse(errno);
    open_beside();
    if (!replaces_)
        return;
    // If the system refuses mode and owner, only the owner may read and write the file.
    [[maybe_unused]] const int mode_kept = ::fchmod(descriptor_, found.st_mode & 07777);
    [[maybe_unused]] const int owner_kept = ::fchown(descriptor_, found.st_uid, found.st_gid);
}

output_file::~output_file()
{
    if (!temporary_.empty())
        ::unlink(temporary_.c_str());
    if (descriptor_ != STDOUT_FILENO)
        ::close(descriptor_);
}

void output_file::open_beside()
{
    temporary_ = place_.string();
    descriptor_ = make_temporary(temporary_);
    if (descriptor_ < 0 && replaces_ && is_folder_closed(errno)) {
        std::error_code ignored;
        const fs::path elsewhere = fs::temp_directory_path(ignored);
        temporary_ = ((elsewhere.empty() ? fs::path("/tmp") : elsewhere) / "useapi").string();
        descriptor_ = make_temporary(temporary_);
    }
    if (descriptor_ >= 0)
        return;
    const int problem = errno;
    temporary_.clear();
    refuse(problem);
}

void output_file::write(std::string_view text)
{
    if (is_open())
        note(write_all(descriptor_, text));
}

void output_file::put_in_place()
{
    if (temporary_.empty() || !failure_.empty())
        return;
    // A file that is a mount point, or in a folder without write permission, cannot be replaced: it is
    // overwritten.
    const int problem = ::rename(temporary_.c_str(), place_.c_str()) == 0 ? 0 : copy_over();
    if (problem != 0)
        return note(problem);
    temporary_.clear();
}

/** 0, or the error number. */
int output_file::copy_over()
{
    const int there = ::open(place_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (there < 0)
        return errno;
    std::array<char, 16 * 1024> piece;
    off_t offset = 0;
    int problem = 0;
    while (problem == 0) {
        const ssize_t count = ::pread(descriptor_, piece.data(), piece.size(), offset);
        if (count == 0)
            break;
        problem = count < 0 ? errno : write_all(there, {piece.data(), static_cast<std::size_t>(count)});
        offset += count;
    }
    if (problem != 0) {
        ::close(there);
        return problem;
    }
    ::unlink(temporary_.c_str());
    ::close(descriptor_);
    descriptor_ = there;
    return 0;
}

void output_file::synchronise()
{
    if (!is_stream_ && is_open() && ::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
        note(errno);
}

void output_file::note(int problem)
{
    if (problem == EPIPE)
        has_reader_ = false;
    else if (problem != 0 && failure_.empty())
        failure_ = name_ + " cannot be written: " + std::generic_category().message(problem);
}

void output_file::refuse(int problem) const
{
    bulk::refuse(name_ + " cannot be written: " + std::generic_category().message(problem));
}

} // namespace useapi::bulk
