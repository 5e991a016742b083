#include "simulation/history.hpp"
#include "simulation/mutations.hpp"
#include "simulation/occurrences.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string_view>

namespace {

using namespace useapi::simulation;

struct arguments
{
    std::uint64_t from = 1;
    std::uint64_t count = 1000;
    std::string_view bug;
    bool stops_at_first = false;
    bool is_verbose = false;
    bool wants_all = false;
};

int explain()
{
    std::cerr << "usage: useapi_simulation [--from N] [--count K] [--bug NAME|list] [--stop-at-first] "
                 "[--verbose] [--every-branch]\n";
    return 2;
}

int list_bugs()
{
    for (const mutation& each : mutations())
        std::cout << each.name << ": " << each.what << '\n';
    return 0;
}

std::optional<arguments> parse(int count, char** texts)
{
    arguments parsed;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = texts[i];
        if (name == "--stop-at-first") {
            parsed.stops_at_first = true;
            continue;
        }
        if (name == "--verbose") {
            parsed.is_verbose = true;
            continue;
        }
        if (name == "--every-branch") {
            parsed.wants_all = true;
            continue;
        }
        if (++i == count)
            return std::nullopt;
        const std::string_view value = texts[i];
        if (name == "--bug") {
            parsed.bug = value;
            continue;
        }
        if (name != "--from" && name != "--count")
            return std::nullopt;
        std::uint64_t& number = name == "--from" ? parsed.from : parsed.count;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
        if (read.ec != std::errc() || read.ptr != value.data() + value.size())
            return std::nullopt;
    }
    return parsed;
}

void report(std::uint64_t seed, const verdict& found, std::string_view bug)
{
    std::cout << "seed " << seed << ":\n";
    for (const std::string& each : found.violations())
        std::cout << "  " << each << '\n';
    std::cout << "  replay: useapi_simulation --from " << seed << " --count 1";
    if (!bug.empty())
        std::cout << " --bug " << bug;
    std::cout << std::endl;
}

/** Prints the table of what occurred. */
bool every_branch_occurred()
{
    table_of_occurrences().print(std::cout);
    const auto missing = table_of_occurrences().missing();
    for (const std::string& name : missing)
        std::cout << "never occurred: " << name << '\n';
    return missing.empty();
}

} // namespace

int main(int count, char** texts)
{
    const auto parsed = parse(count, texts);
    if (!parsed)
        return explain();
    if (parsed->bug == "list")
        return list_bugs();
    if (!parsed->bug.empty() && !put_in(parsed->bug)) {
        std::cerr << "no bug of this name; --bug list shows them\n";
        return 2;
    }

    std::uint64_t histories = 0;
    std::uint64_t violations = 0;
    for (std::uint64_t seed = parsed->from; seed != parsed->from + parsed->count; ++seed) {
        ++histories;
        history one(seed);
        const verdict& found = one.run();
        if (parsed->is_verbose)
            std::cout << "seed " << seed << ": " << one.steps() << " steps in " << one.virtual_time().count()
                      << " ms of virtual time\n";
        if (found.passed())
            continue;
        ++violations;
        report(seed, found, parsed->bug);
        if (parsed->stops_at_first)
            break;
    }
    const bool is_complete = !parsed->wants_all || every_branch_occurred();
    std::cout << histories << " histories, " << violations << " violations" << std::endl;
    return violations == 0 && is_complete ? 0 : 1;
}
