#include "bulk/ledger/sqlite/locked_file.hpp"

#include "bulk/ledger/sqlite/sqlite_database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

namespace useapi::bulk::sqlite {
namespace {

using namespace std::string_view_literals;

// https://www.sqlite.org/fileformat.html, section 1.3.
constexpr std::string_view magic = "SQLite format 3\0"sv;
constexpr std::size_t page_size_at = 16;
constexpr std::size_t write_version_at = 18;
constexpr std::size_t application_id_at = 68;
constexpr char write_version_of_wal = 2;

constexpr const char* in_use = "is in use by another import";

using file_number = std::pair<dev_t, ino_t>;

/** The files that imports of this process have open, under any name. */
struct open_files
{
    std::mutex mutex; ///< held while a file is opened or closed
    std::set<file_number> numbers;

    bool contain(const struct stat& found) const { return numbers.contains({found.st_dev, found.st_ino}); }
};

open_files& open_here()
{
    // Never destroyed: an import may be a static object.
    static open_files& all = *new open_files;
    return all;
}

std::uint32_t big_endian(std::string_view bytes) noexcept
{
    std::uint32_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

std::string why_not_opened(int reason)
{
    const std::string text = std::generic_category().message(reason);
    if (reason == ELOOP)
        return "is a link; name the file that it leads to";
    return (reason == EROFS ? "is read-only: " : "cannot be written: ") + text;
}

} // namespace

file_kind kind_of(std::string_view beginning, std::uint64_t size) noexcept
{
    if (size == 0)
        return file_kind::empty;
    // The process was killed while it made this ledger; the rest is in the journal.
    if (std::all_of(beginning.begin(), beginning.end(), [](char byte) { return byte == 0; }))
        return file_kind::perhaps_ledger;
    if (beginning.size() < header_size || !beginning.starts_with(magic))
        return file_kind::foreign;
    const std::uint32_t id = big_endian(beginning.substr(application_id_at, 4));
    if (id == application_id)
        return file_kind::ledger;
    // Earlier versions wrote everything except the first page to the log.
    const std::uint32_t given = big_endian(beginning.substr(page_size_at, 2));
    const std::uint32_t page_size = given == 1 ? 65536 : given;
    const bool has_log = beginning[write_version_at] == write_version_of_wal;
    return id == 0 && has_log && size <= page_size ? file_kind::perhaps_ledger : file_kind::foreign;
}

bool is_open_here(const std::string& path)
{
    struct stat found = {};
    open_files& all = open_here();
    const std::lock_guard lock(all.mutex);
    return ::stat(path.c_str(), &found) == 0 && all.contain(found);
}

locked_file::locked_file(const std::string& path) : path_(path)
{
    struct stat found = {};
    open_files& all = open_here();
    const std::lock_guard lock(all.mutex);
    if (::lstat(path.c_str(), &found) == 0 && all.contain(found))
        refuse(path_, in_use);
    descriptor_ =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor_ < 0)
        refuse(path_, why_not_opened(errno));
    if (const std::string problem = look(); !problem.empty()) {
        ::close(descriptor_);
        refuse(path_, problem);
    }
    all.numbers.insert(number_);
}

locked_file::~locked_file()
{
    open_files& all = open_here();
    const std::lock_guard lock(all.mutex);
    ::close(descriptor_);
    all.numbers.erase(number_);
}

/** @return the problem with the file; empty: none */
std::string locked_file::look()
{
    struct stat found = {};
    if (::fstat(descriptor_, &found) != 0 || !S_ISREG(found.st_mode))
        return "is not a regular file";
    std::array<char, header_size> bytes{};
    const auto count = ::pread(descriptor_, bytes.data(), bytes.size(), 0);
    if (count < 0)
        return "cannot be read: " + std::generic_category().message(errno);
    const file_kind kind =
        kind_of({bytes.data(), static_cast<std::size_t>(count)}, static_cast<std::uint64_t>(found.st_size));
    if (kind == file_kind::foreign)
        return "is not a ledger of useapi, or is damaged at its beginning";
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? in_use : meaning_of(SQLITE_IOERR_LOCK, {});
    is_certain_ = kind != file_kind::perhaps_ledger;
    number_ = {found.st_dev, found.st_ino};
    return {};
}

void locked_file::close_to_others()
{
    struct stat found = {};
    if (::fstat(descriptor_, &found) == 0 && (found.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return;
    if (::fchmod(descriptor_, S_IRUSR | S_IWUSR) != 0)
        refuse(path_, "others may use it, and its mode cannot be changed: let its owner chmod 600 it");
}

} // namespace useapi::bulk::sqlite
