#include "simulation/branches.hpp"

#include <cstdint>
#include <map>
#include <ostream>

namespace useapi::simulation {
namespace {

std::map<std::string, std::uint64_t>& counts()
{
    static std::map<std::string, std::uint64_t> all;
    return all;
}

} // namespace

void count(const std::string& branch)
{
    ++counts()[branch];
}

bool print_branches(std::ostream& out, std::span<const std::string_view> expected)
{
    for (const auto& [branch, times] : counts())
        out << times << "  " << branch << '\n';
    bool is_complete = true;
    for (const std::string_view each : expected)
        if (!counts().contains(std::string(each))) {
            out << "never occurred: " << each << '\n';
            is_complete = false;
        }
    return is_complete;
}

} // namespace useapi::simulation
