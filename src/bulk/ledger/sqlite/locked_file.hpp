#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_LOCKED_FILE_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_LOCKED_FILE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace useapi::bulk::sqlite {

/** The kind of a file, by its beginning. */
enum class file_kind
{
    empty,
    ledger,
    perhaps_ledger, ///< SQLite must decide: the proof may be only in its log
    foreign
};

inline constexpr std::size_t header_size = 100;

/** @param beginning the first `header_size` bytes, or all if there are fewer */
file_kind kind_of(std::string_view beginning, std::uint64_t size) noexcept;

/** Whether an import of this process has the file open. Then only SQLite may open it.
    @par Thread safety safe. */
bool is_open_here(const std::string& path);

/** The file of a ledger, locked against other imports as long as this object lives. A file that is not a
    ledger is refused, and neither its mode nor its bytes change. A link is not followed.

    SQLite's own locks end as soon as this process closes any descriptor of the file. So this object closes
   its descriptor after SQLite does. A file that an import of this process has open is refused without being
   opened. */
class locked_file
{
public:
    /** @throws useapi::exception */
    explicit locked_file(const std::string& path);

    locked_file(const locked_file&) = delete;
    locked_file& operator=(const locked_file&) = delete;

    ~locked_file();

    /** Whether the file is certainly a ledger, or empty, so that SQLite need not decide. */
    bool is_certain() const noexcept { return is_certain_; }

    /** Removes the permissions of all users except the owner. Call it once the file is known to be a ledger.
        @throws useapi::exception */
    void close_to_others();

private:
    std::string look();

    const std::string path_;
    int descriptor_ = -1;
    std::pair<dev_t, ino_t> number_;
    bool is_certain_ = false;
};

} // namespace useapi::bulk::sqlite

#endif
