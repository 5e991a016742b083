#ifndef USEAPI_TEST_SIMULATION_DISK_SIM_DISK_HPP
#define USEAPI_TEST_SIMULATION_DISK_SIM_DISK_HPP

#include "simulation/random_source.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::disk_simulation {

/** The name and the bytes of each file. */
using disk_content = std::map<std::string, std::string>;

struct sim_file
{
    /** A write, or a new size without bytes. */
    struct change
    {
        std::uint64_t offset = 0;
        std::string bytes;
        bool is_size = false;
    };

    std::string seen;             ///< the content that programs read
    std::string durable;          ///< the content that a power failure leaves
    std::vector<change> unsynced; ///< since the last sync
    std::vector<std::unique_ptr<char[]>> shared_memory;
};

using sim_file_pointer = std::shared_ptr<sim_file>;

/** The faults of one run. A probability is that of one call. */
struct disk_faults
{
    double open = 0;
    double read = 0;
    double write = 0;
    double truncate = 0;
    double sync = 0;
    double remove = 0;
    double share = 0;
    bool failed_sync_loses = false;        ///< writes of a failed sync never get to the disk
    std::optional<std::uint64_t> dies_at;  ///< the number of the changing call at which the process dies
    std::optional<std::uint64_t> fills_at; ///< the number of the changing call from which the disk is full
};

enum class disk_answer
{
    done,
    failed,
    full
};

/** Files in memory. Each has the content that programs see, and the content that is certainly on the disk.
    What was not synced may be kept, lost or torn by a power failure. Names of files are synced apart from
    their content. */
class sim_disk
{
public:
    static constexpr std::size_t sector = 512;

    sim_disk() = default;

    explicit sim_disk(const disk_content& files);

    /** @param run  the number of the run, which names the choices. */
    void begin_run(simulation::random_source& random, std::size_t run, const disk_faults& faults);

    /** Faults end; the death of the process, if it happened, is over. */
    void end_run();

    /** No call does anything from now on, until `end_run`. */
    void die() noexcept { is_dead_ = true; }

    bool is_dead() const noexcept { return is_dead_; }

    /** Whether a call failed in this run. */
    bool has_failed() const noexcept { return has_failed_; }

    /** By the choices, keeps, loses or tears every unsynced write. */
    void lose_power(simulation::random_source& random, std::size_t run);

    /** Makes an empty file unless it is there, as a program does that is not SQLite. */
    void make(const std::string& name);

    bool has(const std::string& name) const { return names_.contains(name); }

    /** @return null if it fails, or if the file is not there and is not to be made */
    sim_file_pointer open(const std::string& name, bool makes);

    bool may_read();
    disk_answer write(sim_file& file, std::uint64_t offset, std::string_view bytes);
    disk_answer truncate(sim_file& file, std::uint64_t size);
    /** @param with_names  whether the names of all files are synced as well. */
    disk_answer sync(sim_file& file, bool with_names);
    disk_answer remove(const std::string& name, bool with_names);
    /** @return null if it fails, or if the region is not there and is not to be made */
    char* share(sim_file& file, std::size_t region, std::size_t size, bool makes, disk_answer& answer);

    /** Everything that programs see. */
    disk_content seen() const;

    /** Everything that is certainly on the disk. */
    disk_content durable() const;

    /** Changes whenever `durable` may have changed. */
    std::uint64_t generation() const noexcept { return generation_; }

    /** Whether these bytes were ever written to a file. */
    bool was_written(std::string_view secret) const { return leaks_.contains(std::string(secret)); }

    /** Looks for these bytes in all that is written from now on. */
    void look_for(std::string secret) { secrets_.push_back(std::move(secret)); }

private:
    using names = std::map<std::string, sim_file_pointer>;

    bool draws(double probability, std::string_view what);
    bool ends_now();

    bool is_full() const noexcept { return faults_.fills_at && calls_ >= *faults_.fills_at; }

    disk_answer fail(std::string_view what, disk_answer how = disk_answer::failed);
    std::size_t part_of(std::size_t length);
    void change(sim_file& file, sim_file::change made);
    void harden(sim_file& file, bool with_names);
    void lose_power(sim_file& file, const simulation::chooser& choose, std::uint64_t how);

    names names_;
    names durable_names_;
    std::vector<std::pair<std::string, sim_file_pointer>> unsynced_names_; ///< null: deleted
    disk_faults faults_;
    std::optional<simulation::chooser> choose_;
    std::uint64_t calls_ = 0; ///< that change something, of this run
    std::uint64_t generation_ = 0;
    bool is_dead_ = false;
    bool has_failed_ = false;
    std::vector<std::string> secrets_;
    std::map<std::string, bool> leaks_;
};

} // namespace useapi::disk_simulation

#endif
