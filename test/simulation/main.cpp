#include "simulation/arguments.hpp"
#include "simulation/history.hpp"
#include "simulation/mutations.hpp"
#include "simulation/occurrences.hpp"

#include <cstdint>
#include <iostream>
#include <string_view>

namespace {

using namespace useapi::simulation;

int list_bugs()
{
    for (const mutation& each : mutations())
        std::cout << each.name << ": " << each.what << '\n';
    return 0;
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
    const auto parsed = parse_arguments({texts + 1, texts + count});
    if (!parsed) {
        explain_arguments(std::cerr);
        return 2;
    }
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
