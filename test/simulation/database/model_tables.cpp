#include "simulation/database/model_tables.hpp"

#include <algorithm>

namespace useapi::database_simulation {

transaction_id model_tables::begin()
{
    in_progress_[++last_];
    return last_;
}

bool model_tables::is_seen(const stored::version& made, const snapshot& at) const
{
    if (made.made_by == at.of)
        return true;
    const auto found = committed_.find(made.made_by);
    return found != committed_.end() && found->second <= at.commits;
}

const values* model_tables::seen(const stored& row, const snapshot& at) const
{
    const auto found = std::find_if(row.versions.rbegin(), row.versions.rend(),
                                    [&](const stored::version& each) { return is_seen(each, at); });
    return found == row.versions.rend() || found->is_gone ? nullptr : &found->content;
}

const values* model_tables::latest(const stored& row, transaction_id of) const
{
    return seen(row, {of, commits_});
}

void model_tables::lock(table where, const row_id& id, transaction_id by)
{
    of(where)[id].locked_by = by;
    in_progress_.at(by).emplace(where, id);
}

void model_tables::put(table where, const row_id& id, std::optional<values> content, transaction_id by)
{
    lock(where, id, by);
    stored::version made;
    made.made_by = by;
    made.is_gone = !content;
    made.content = std::move(content).value_or(values());
    of(where)[id].versions.push_back(std::move(made));
}

std::vector<change> model_tables::commit(transaction_id which)
{
    std::vector<change> changes;
    const snapshot before{0, commits_};
    committed_[which] = ++commits_;
    const snapshot after{0, commits_};
    for (const auto& [where, id] : in_progress_.at(which)) {
        const stored& row = of(where).at(id);
        if (row.versions.empty() || row.versions.back().made_by != which)
            continue;
        const auto copy = [](const values* found) { return found ? std::optional(*found) : std::nullopt; };
        changes.push_back({where, id, copy(seen(row, before)), copy(seen(row, after))});
    }
    release(which);
    return changes;
}

void model_tables::roll_back(transaction_id which)
{
    for (const auto& [where, id] : in_progress_.at(which))
        std::erase_if(of(where).at(id).versions,
                      [which](const stored::version& each) { return each.made_by == which; });
    release(which);
}

void model_tables::release(transaction_id which)
{
    for (const auto& [where, id] : in_progress_.at(which)) {
        const auto found = of(where).find(id);
        if (found->second.locked_by == which)
            found->second.locked_by = 0;
        if (found->second.versions.empty())
            of(where).erase(found);
    }
    in_progress_.erase(which);
}

const values* model_tables::committed(table which, const row_id& id) const
{
    const rows& all = tables_[static_cast<std::size_t>(which)];
    const auto found = all.find(id);
    return found == all.end() ? nullptr : seen(found->second, {0, commits_});
}

std::map<row_id, values> model_tables::committed(table which) const
{
    std::map<row_id, values> found;
    for (const auto& [id, row] : tables_[static_cast<std::size_t>(which)])
        if (const values* const content = seen(row, {0, commits_}))
            found.emplace(id, *content);
    return found;
}

void model_tables::return_to(std::uint64_t commits)
{
    for (rows& each : tables_)
        for (auto row = each.begin(); row != each.end();) {
            std::erase_if(row->second.versions,
                          [&](const stored::version& made) { return committed_.at(made.made_by) > commits; });
            row = row->second.versions.empty() ? each.erase(row) : std::next(row);
        }
    std::erase_if(committed_, [commits](const auto& each) { return each.second > commits; });
    commits_ = commits;
}

} // namespace useapi::database_simulation
