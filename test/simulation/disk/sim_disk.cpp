#include "simulation/disk/sim_disk.hpp"

#include "simulation/branches.hpp"
#include "simulation/disk/ledger_bugs.hpp"

#include <algorithm>

namespace useapi::disk_simulation {
namespace {

void put_into(std::string& content, const sim_file::change& made)
{
    if (made.is_size) {
        content.resize(made.offset);
        return;
    }
    const std::size_t end = made.offset + made.bytes.size();
    if (content.size() < end)
        content.resize(end);
    content.replace(made.offset, made.bytes.size(), made.bytes);
}

/** How a power failure treats unsynced changes. */
enum loss : std::uint64_t
{
    keeps_all,
    loses_all,
    each_by_itself
};

} // namespace

sim_disk::sim_disk(const disk_content& files)
{
    for (const auto& [name, bytes] : files) {
        auto made = std::make_shared<sim_file>();
        made->seen = made->durable = bytes;
        names_[name] = durable_names_[name] = std::move(made);
    }
}

void sim_disk::begin_run(simulation::random_source& random, std::size_t run, const disk_faults& faults)
{
    choose_.emplace(random, simulation::subject{"disk", run});
    faults_ = faults;
    calls_ = 0;
    is_dead_ = false;
    has_failed_ = false;
}

void sim_disk::end_run()
{
    choose_.reset();
    faults_ = {};
    is_dead_ = false;
    for (const auto& [name, file] : names_)
        file->shared_memory.clear();
}

void sim_disk::lose_power(simulation::random_source& random, std::size_t run)
{
    const simulation::chooser choose = random.about({"power", run});
    const std::uint64_t how = choose.below(3, "loses");
    std::size_t kept = how == keeps_all ? unsynced_names_.size() : 0;
    if (how == each_by_itself)
        kept = choose.below(unsynced_names_.size() + 1, "names_kept");
    if (kept < unsynced_names_.size())
        simulation::count("power: a name was lost");
    unsynced_names_.resize(kept);
    for (const auto& [name, file] : unsynced_names_)
        if (file)
            durable_names_[name] = file;
        else
            durable_names_.erase(name);
    unsynced_names_.clear();
    names_ = durable_names_;
    for (const auto& [name, file] : names_)
        lose_power(*file, choose, how);
    ++generation_;
}

void sim_disk::lose_power(sim_file& file, const simulation::chooser& choose, std::uint64_t how)
{
    for (sim_file::change& each : file.unsynced) {
        enum : std::uint64_t
        {
            keeps,
            loses,
            keeps_beginning,
            keeps_end
        };

        const std::uint64_t fate = how == keeps_all   ? keeps
                                   : how == loses_all ? loses
                                                      : choose.below(each.is_size ? 2 : 4, "write");
        if (fate == loses) {
            simulation::count("power: a write was lost");
            continue;
        }
        if (fate != keeps) {
            simulation::count("power: a write was torn");
            const std::uint64_t tear =
                std::min(each.bytes.size(), sector * choose.below(each.bytes.size() / sector + 1, "torn_at"));
            if (fate == keeps_beginning) {
                each.bytes.resize(tear);
            } else {
                each.offset += tear;
                each.bytes.erase(0, tear);
            }
        }
        simulation::count("power: a write was kept");
        put_into(file.durable, each);
    }
    file.unsynced.clear();
    file.seen = file.durable;
}

bool sim_disk::draws(double probability, std::string_view what)
{
    return choose_ && probability > 0 && choose_->chance(probability, what);
}

/** Whether the process dies in this call, which may be done nevertheless. */
bool sim_disk::ends_now()
{
    ++calls_;
    if (!faults_.dies_at || calls_ != *faults_.dies_at)
        return false;
    simulation::count("death: in a call of the disk");
    return is_dead_ = true;
}

disk_answer sim_disk::fail(std::string_view what, disk_answer how)
{
    has_failed_ = true;
    simulation::count("disk: " + std::string(what));
    return how;
}

/** A whole number of sectors, and at most the length. */
std::size_t sim_disk::part_of(std::size_t length)
{
    return std::min<std::size_t>(length, sector * choose_->below(length / sector + 1, "sectors_written"));
}

void sim_disk::make(const std::string& name)
{
    if (has(name))
        return;
    unsynced_names_.emplace_back(name, names_[name] = std::make_shared<sim_file>());
}

sim_file_pointer sim_disk::open(const std::string& name, bool makes)
{
    if (is_dead_)
        return nullptr;
    if (draws(faults_.open, "open_fails")) {
        fail("open failed");
        return nullptr;
    }
    if (!has(name) && makes) {
        if (is_full()) {
            fail("no space to make a file");
            return nullptr;
        }
        if (ends_now() && !draws(0.5, "dying_call_is_done"))
            return nullptr;
        make(name);
    }
    return is_dead_ || !has(name) ? nullptr : names_.at(name);
}

bool sim_disk::may_read()
{
    if (is_dead_)
        return false;
    if (!draws(faults_.read, "read_fails"))
        return true;
    fail("read failed");
    return false;
}

disk_answer sim_disk::write(sim_file& file, std::uint64_t offset, std::string_view bytes)
{
    if (is_dead_)
        return disk_answer::failed;
    for (const std::string& each : secrets_)
        if (bytes.find(each) != std::string_view::npos)
            leaks_[each] = true;
    disk_answer answer = disk_answer::done;
    if (ends_now())
        answer = disk_answer::failed;
    else if (is_full() && offset + bytes.size() > file.seen.size())
        answer = fail("no space to write", disk_answer::full);
    else if (draws(faults_.write, "write_fails"))
        answer = fail("write failed");
    if (answer != disk_answer::done)
        bytes = bytes.substr(0, part_of(bytes.size()));
    if (!bytes.empty())
        change(file, {offset, std::string(bytes)});
    if (answer != disk_answer::done && !bytes.empty())
        simulation::count("disk: a failed write was done in part");
    return answer;
}

disk_answer sim_disk::truncate(sim_file& file, std::uint64_t size)
{
    if (is_dead_)
        return disk_answer::failed;
    if (draws(faults_.truncate, "truncate_fails"))
        return fail("truncate failed");
    if (ends_now() && !draws(0.5, "dying_call_is_done"))
        return disk_answer::failed;
    change(file, {size, {}, true});
    return is_dead_ ? disk_answer::failed : disk_answer::done;
}

void sim_disk::change(sim_file& file, sim_file::change made)
{
    put_into(file.seen, made);
    file.unsynced.push_back(std::move(made));
}

disk_answer sim_disk::sync(sim_file& file, bool with_names)
{
    if (is_dead_)
        return disk_answer::failed;
    if (draws(faults_.sync, "sync_fails")) {
        if (faults_.failed_sync_loses) {
            for (const sim_file::change& each : file.unsynced)
                if (!draws(0.5, "failed_sync_loses_write"))
                    put_into(file.durable, each);
                else
                    simulation::count("disk: a failed sync lost a write for good");
            file.unsynced.clear();
            ++generation_;
        }
        // A process that goes on writes its log to the file as it ends, and so mends what is lost.
        if (draws(0.3, "dies_after_failed_sync")) {
            simulation::count("death: after a failed sync");
            is_dead_ = true;
        }
        return fail("sync failed");
    }
    if (ends_now() && !draws(0.5, "dying_call_is_done"))
        return disk_answer::failed;
    harden(file, with_names);
    return is_dead_ ? disk_answer::failed : disk_answer::done;
}

void sim_disk::harden(sim_file& file, bool with_names)
{
    if (is_put_in("sync_lies"))
        return;
    for (const sim_file::change& each : file.unsynced)
        put_into(file.durable, each);
    file.unsynced.clear();
    if (with_names) {
        durable_names_ = names_;
        unsynced_names_.clear();
    }
    ++generation_;
}

disk_answer sim_disk::remove(const std::string& name, bool with_names)
{
    if (is_dead_)
        return disk_answer::failed;
    if (draws(faults_.remove, "remove_fails"))
        return fail("remove failed");
    if (ends_now() && !draws(0.5, "dying_call_is_done"))
        return disk_answer::failed;
    if (names_.erase(name) != 0)
        unsynced_names_.emplace_back(name, nullptr);
    if (with_names) {
        durable_names_ = names_;
        unsynced_names_.clear();
        ++generation_;
    }
    return is_dead_ ? disk_answer::failed : disk_answer::done;
}

char* sim_disk::share(sim_file& file, std::size_t region, std::size_t size, bool makes, disk_answer& answer)
{
    answer = disk_answer::failed;
    if (is_dead_)
        return nullptr;
    const bool is_there = region < file.shared_memory.size();
    if (!is_there && is_full()) {
        answer = fail("no space for shared memory", disk_answer::full);
        return nullptr;
    }
    if (!is_there && draws(faults_.share, "share_fails")) {
        fail("shared memory failed");
        return nullptr;
    }
    answer = disk_answer::done;
    if (!is_there && !makes)
        return nullptr;
    while (file.shared_memory.size() <= region)
        file.shared_memory.push_back(std::make_unique<char[]>(size));
    return file.shared_memory[region].get();
}

disk_content sim_disk::seen() const
{
    disk_content all;
    for (const auto& [name, file] : names_)
        all.emplace(name, file->seen);
    return all;
}

disk_content sim_disk::durable() const
{
    disk_content all;
    for (const auto& [name, file] : durable_names_)
        all.emplace(name, file->durable);
    return all;
}

} // namespace useapi::disk_simulation
