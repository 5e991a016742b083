#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_RENDER_PLAN_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_RENDER_PLAN_HPP

#include <useapi/bulk/import_plan.hpp>

#include <string>

namespace useapi::cli {

class console;

/// A line of a plan for people: `~ user@example.com: maxJobs 3 -> 5`. Empty for an unchanged account.
[[nodiscard]] std::string plan_line(const bulk::plan_entry& entry);

/// An element of a plan in JSON.
[[nodiscard]] std::string plan_element(const bulk::plan_entry& entry);

/** Prints a plan while it is made, so that a plan takes no memory. Unchanged accounts are only counted. The
    shape of the JSON is part of the command's contract: see README.md. */
class plan_printer
{
public:
    explicit plan_printer(console& out);

    void add(const bulk::plan_entry& entry);
    void end();

    /// The counts of the entries that were added.
    [[nodiscard]] const bulk::plan_counts& counts() const noexcept { return counts_; }

private:
    console& out_;
    bulk::plan_counts counts_;
    bool is_first_ = true;
};

} // namespace useapi::cli

#endif
