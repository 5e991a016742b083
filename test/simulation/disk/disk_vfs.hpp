#ifndef USEAPI_TEST_SIMULATION_DISK_DISK_VFS_HPP
#define USEAPI_TEST_SIMULATION_DISK_DISK_VFS_HPP

#include "simulation/disk/sim_disk.hpp"

#include <sqlite3.h>

#include <string>

namespace useapi::disk_simulation {

/** A SQLite VFS over a simulated disk. It does what SQLite's own one for Unix does, for one process. */
class disk_vfs
{
public:
    /** @param is_default  whether SQLite uses it for databases that name no VFS. */
    disk_vfs(std::string name, bool is_default);
    disk_vfs(const disk_vfs&) = delete;
    disk_vfs& operator=(const disk_vfs&) = delete;
    ~disk_vfs();

    /** Replaces the disk. No file of the former one may be open. */
    void use(sim_disk& disk) noexcept { table_.pAppData = &disk; }

private:
    const std::string name_;
    sqlite3_vfs table_{};
};

} // namespace useapi::disk_simulation

#endif
