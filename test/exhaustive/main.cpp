#include "exhaustive/model.hpp"
#include "exhaustive/search.hpp"

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi::exhaustive;

// Far beyond what any of the models has: one that grows without end is a fault of the model.
constexpr std::size_t most_states = 1'000'000;

std::vector<subject> all_subjects()
{
    std::vector<std::vector<subject>> some{pool_subjects(), retry_subjects(), turn_subjects()};
#ifdef USEAPI_WITH_LEDGERS
    some.push_back(ledger_subjects());
#endif
    std::vector<subject> all;
    for (const auto& each : some)
        all.insert(all.end(), each.begin(), each.end());
    return all;
}

void print(const counterexample& found)
{
    std::cout << "  broken: " << found.broken->sentence << "\n  by:";
    for (const std::string& each : found.path)
        std::cout << ' ' << each << ';';
    std::cout << '\n';
}

/** Looks at every state of a model, and prints how many there are. */
bool keeps_its_promises(const subject& which)
{
    for (promise* const each : which.promises)
        each->checks = 0;
    const census found = search(which.make, "", most_states);
    std::cout << which.name << ": " << found.states << " states, " << found.transitions << " transitions, "
              << found.longest_path << " events to the farthest"
              << (found.is_complete ? "; all of them" : "; not all of them") << '\n';
    if (found.broken)
        print(*found.broken);
    bool all_checked = true;
    for (const promise* const each : which.promises) {
        std::cout << "  " << each->sentence << ": " << each->checks << " times\n";
        all_checked = all_checked && (each->checks != 0 || found.broken);
    }
    if (!all_checked)
        std::cout << "  a promise was never checked\n";
    std::cout << std::flush;
    return found.is_complete && all_checked;
}

/** Puts every fault into a model, one after the other. */
bool finds_its_faults(const subject& which)
{
    bool all_found = true;
    for (const planted_fault& each : which.faults) {
        const census found = search(which.make, each.name, most_states);
        std::cout << which.name << " with " << each.name << " (" << each.what
                  << "): " << (found.broken ? "found after " : "NOT FOUND in ") << found.states
                  << " states\n";
        if (found.broken)
            print(*found.broken);
        all_found = all_found && found.broken;
    }
    return all_found;
}

int explain()
{
    std::cerr << "usage: useapi_exhaustive [--faults] [TEXT]   TEXT is a part of the names of models\n";
    return 2;
}

} // namespace

int main(int count, char** texts)
{
    bool wants_faults = false;
    std::string_view part;
    for (int i = 1; i < count; ++i) {
        const std::string_view text = texts[i];
        if (text == "--faults")
            wants_faults = true;
        else if (text.starts_with('-') || !part.empty())
            return explain();
        else
            part = text;
    }

    std::size_t looked_at = 0;
    std::size_t failed = 0;
    for (const subject& each : all_subjects()) {
        if (each.name.find(part) == std::string::npos)
            continue;
        ++looked_at;
        failed += !(wants_faults ? finds_its_faults(each) : keeps_its_promises(each));
    }
    std::cout << looked_at << " models, " << failed << " failed" << std::endl;
    return looked_at != 0 && failed == 0 ? 0 : 1;
}
