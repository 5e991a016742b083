#include "simulation/disk/disk_vfs.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace useapi::disk_simulation {
namespace {

// https://www.sqlite.org/c3ref/vfs.html and io_methods.html. SQLite allocates the object, and no exception
// may pass through SQLite.

struct handle
{
    sim_disk* disk;
    sim_file_pointer file;
    bool syncs_names; ///< with the first sync, as SQLite does for a new journal or log
};

struct open_file
{
    sqlite3_file base;
    handle* opened;
};

handle& of(sqlite3_file* file)
{
    return *reinterpret_cast<open_file*>(file)->opened;
}

sim_disk& of(sqlite3_vfs* table)
{
    return *static_cast<sim_disk*>(table->pAppData);
}

int code_of(disk_answer answer, int failure)
{
    return answer == disk_answer::done ? SQLITE_OK : answer == disk_answer::full ? SQLITE_FULL : failure;
}

int close_file(sqlite3_file* file)
{
    delete reinterpret_cast<open_file*>(file)->opened;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int count, sqlite3_int64 offset)
{
    if (!of(file).disk->may_read())
        return SQLITE_IOERR_READ;
    const std::string& bytes = of(file).file->seen;
    const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
    const auto found = std::min(static_cast<std::size_t>(count), bytes.size() - begin);
    std::memcpy(into, bytes.data() + begin, found);
    std::memset(static_cast<char*>(into) + found, 0, static_cast<std::size_t>(count) - found);
    return found == static_cast<std::size_t>(count) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset)
{
    return code_of(of(file).disk->write(*of(file).file, static_cast<std::uint64_t>(offset),
                                        {static_cast<const char*>(bytes), static_cast<std::size_t>(count)}),
                   SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    return code_of(of(file).disk->truncate(*of(file).file, static_cast<std::uint64_t>(size)),
                   SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int)
{
    const disk_answer answer = of(file).disk->sync(*of(file).file, of(file).syncs_names);
    if (answer == disk_answer::done)
        of(file).syncs_names = false;
    return code_of(answer, SQLITE_IOERR_FSYNC);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size)
{
    *size = static_cast<sqlite3_int64>(of(file).file->seen.size());
    return SQLITE_OK;
}

int lock(sqlite3_file*, int)
{
    return SQLITE_OK;
}

int check_lock(sqlite3_file*, int* is_locked)
{
    *is_locked = 0;
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*)
{
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*)
{
    return 4096; // as the VFS for Unix says
}

int characteristics(sqlite3_file*)
{
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; // the same
}

int map_shared(sqlite3_file* file, int region, int size, int makes, void volatile** mapped)
{
    disk_answer answer{};
    *mapped = of(file).disk->share(*of(file).file, static_cast<std::size_t>(region),
                                   static_cast<std::size_t>(size), makes != 0, answer);
    return answer == disk_answer::full ? SQLITE_IOERR_SHMSIZE : code_of(answer, SQLITE_IOERR_SHMMAP);
}

int lock_shared(sqlite3_file* file, int, int, int)
{
    return of(file).disk->is_dead() ? SQLITE_IOERR_SHMLOCK : SQLITE_OK;
}

void shared_barrier(sqlite3_file*)
{
    std::atomic_thread_fence(std::memory_order_seq_cst);
}

int unmap_shared(sqlite3_file*, int)
{
    return SQLITE_OK;
}

const sqlite3_io_methods& methods()
{
    static const sqlite3_io_methods all = [] {
        sqlite3_io_methods made{};
        made.iVersion = 2;
        made.xClose = &close_file;
        made.xRead = &read_file;
        made.xWrite = &write_file;
        made.xTruncate = &truncate_file;
        made.xSync = &sync_file;
        made.xFileSize = &size_of_file;
        made.xLock = &lock;
        made.xUnlock = &lock;
        made.xCheckReservedLock = &check_lock;
        made.xFileControl = &control;
        made.xSectorSize = &sector_size;
        made.xDeviceCharacteristics = &characteristics;
        made.xShmMap = &map_shared;
        made.xShmLock = &lock_shared;
        made.xShmBarrier = &shared_barrier;
        made.xShmUnmap = &unmap_shared;
        return made;
    }();
    return all;
}

int open_file_of(sqlite3_vfs* table, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags)
{
    file->pMethods = nullptr;
    constexpr int beside = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
    const bool makes = (flags & SQLITE_OPEN_CREATE) != 0;
    // A file without a name is temporary, and no part of the ledger.
    sim_file_pointer found = name == nullptr ? std::make_shared<sim_file>() : of(table).open(name, makes);
    if (!found)
        return SQLITE_CANTOPEN;
    reinterpret_cast<open_file*>(file)->opened =
        new handle{&of(table), std::move(found), makes && (flags & beside) != 0};
    file->pMethods = &methods();
    if (out_flags != nullptr)
        *out_flags = flags;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* table, const char* name, int syncs_names)
{
    if (!of(table).is_dead() && !of(table).has(name))
        return SQLITE_IOERR_DELETE_NOENT;
    return code_of(of(table).remove(name, syncs_names != 0), SQLITE_IOERR_DELETE);
}

int is_there(sqlite3_vfs* table, const char* name, int, int* result)
{
    *result = static_cast<int>(of(table).has(name));
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* into)
{
    if (std::strlen(name) >= static_cast<std::size_t>(size))
        return SQLITE_CANTOPEN;
    std::strcpy(into, name);
    return SQLITE_OK;
}

/** The same numbers each time: a history must be the same each time. */
int random_bytes(sqlite3_vfs*, int count, char* into)
{
    for (int i = 0; i < count; ++i)
        into[i] = static_cast<char>(i * 37 + 11);
    return count;
}

int sleep_no_time(sqlite3_vfs*, int microseconds)
{
    return microseconds;
}

int no_time(sqlite3_vfs*, double* day)
{
    *day = 2460000.5;
    return SQLITE_OK;
}

} // namespace

disk_vfs::disk_vfs(std::string name, bool is_default) : name_(std::move(name))
{
    table_.iVersion = 1;
    table_.szOsFile = sizeof(open_file);
    table_.mxPathname = 512;
    table_.zName = name_.c_str();
    table_.xOpen = &open_file_of;
    table_.xDelete = &remove_file;
    table_.xAccess = &is_there;
    table_.xFullPathname = &full_name;
    table_.xRandomness = &random_bytes;
    table_.xSleep = &sleep_no_time;
    table_.xCurrentTime = &no_time;
    sqlite3_vfs_register(&table_, static_cast<int>(is_default));
}

disk_vfs::~disk_vfs()
{
    sqlite3_vfs_unregister(&table_);
}

} // namespace useapi::disk_simulation
