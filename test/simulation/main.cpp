#include "simulation/arguments.hpp"
#include "simulation/history.hpp"
#include "simulation/mutations.hpp"
#include "simulation/occurrences.hpp"
#include "simulation/process_apart.hpp"
#include "simulation/smaller_history.hpp"
#include "simulation/told_history.hpp"

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace useapi::simulation;

constexpr const char* passed = "passed";
constexpr const char* failed = "failed";

int list_bugs()
{
    for (const mutation& each : mutations())
        std::cout << each.name << ": " << each.what << '\n';
    return 0;
}

void print_violations(const verdict& found)
{
    for (const std::string& each : found.violations())
        std::cout << "  " << each << '\n';
}

void print_bug(std::string_view bug)
{
    if (!bug.empty())
        std::cout << " --bug " << bug;
    std::cout << std::endl;
}

void report(std::uint64_t seed, const verdict& found, std::string_view bug)
{
    std::cout << "seed " << seed << ":\n";
    print_violations(found);
    std::cout << "  replay: useapi_simulation --from " << seed << " --count 1";
    print_bug(bug);
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

/** The drawing, the violations behind it, and how to see it again. */
void show(const told_history& told, std::string_view bug)
{
    draw(std::cout, told.events);
    print_violations(told.found);
    std::cout << "  replay: useapi_simulation --choices '" << to_text(told.made) << '\'';
    print_bug(bug);
}

/** @param run  how each history is run that is tried */
void show_smaller(std::uint64_t seed, std::string_view bug, const teller& run)
{
    const told_history found = run(random_source(seed), true);
    const smaller_history smaller = make_smaller(found, run, {});
    if (!is_same_failure(smaller.told, found)) {
        std::cout << "seed " << seed
                  << " is not made smaller: its replay by choices breaks another rule, or none\n";
        return;
    }
    std::cout << "\nseed " << seed << " made smaller, from " << found.made.size() << " choices and "
              << found.events.size() << " events to " << smaller.told.made.size() << " and "
              << smaller.told.events.size() << ", in " << smaller.runs << " runs"
              << (smaller.is_complete ? ":\n" : ", the most that it may take:\n");
    show(smaller.told, bug);
}

int replay(const choices& given, std::string_view bug)
{
    const told_history told = tell_apart(random_source(given));
    show(told, bug);
    return told.found.passed() ? 0 : 1;
}

/** Whether its choices, written and read again, make the same history. */
bool is_replayed(const told_history& drawn)
{
    const auto read = parse_choices(to_text(drawn.made));
    if (!read)
        return false;
    const told_history replayed = tell(random_source(*read));
    // Their events may differ in order: a client closes its connections in the order of their addresses in
    // memory.
    return drawn.made == replayed.made && drawn.steps == replayed.steps &&
           drawn.events.size() == replayed.events.size();
}

verdict run_one(std::uint64_t seed, const arguments& given)
{
    history one{random_source(seed)};
    verdict found = one.run();
    if (given.is_verbose)
        std::cout << "seed " << seed << ": " << one.steps() << " steps in " << one.virtual_time().count()
                  << " ms of virtual time\n";
    if (given.draws)
        show(tell(random_source(seed)), given.bug);
    if (given.checks_replays && !is_replayed(tell(random_source(seed))))
        found.add("a replay of its choices differs");
    return found;
}

/** @param pipe  gets a line before each seed, and one at the end. */
void run_seeds(const arguments& given, int pipe)
{
    std::uint64_t histories = 0;
    std::uint64_t violations = 0;
    std::optional<std::uint64_t> first_failed;
    for (std::uint64_t seed = given.from; seed != given.from + given.count; ++seed) {
        ::dprintf(pipe, "%" PRIu64 " %" PRIu64 "\n", seed, violations);
        ++histories;
        const verdict found = run_one(seed, given);
        if (found.passed())
            continue;
        ++violations;
        report(seed, found, given.bug);
        if (!first_failed)
            first_failed = seed;
        if (given.stops_at_first)
            break;
    }
    const bool is_complete = !given.wants_all || every_branch_occurred();
    if (first_failed && !given.keeps_size)
        show_smaller(*first_failed, given.bug, tell);
    std::cout << histories << " histories, " << violations << " violations" << std::endl;
    ::dprintf(pipe, "%s\n", violations == 0 && is_complete ? passed : failed);
}

/** Runs them in a process of its own, so that a crash says which seed it was. */
int run_seeds_apart(const arguments& given)
{
    const ended_process ended = run_apart([&](int pipe) { run_seeds(given, pipe); });
    std::string_view last = ended.written;
    last.remove_suffix(!last.empty());
    last = last.substr(last.rfind('\n') + 1);
    if (last == passed || last == failed) {
        if (!ended.how.empty())
            std::cout << ended.how << " behind the last history\n";
        return last == passed && ended.how.empty() ? 0 : 1;
    }
    std::uint64_t seed = given.from;
    std::uint64_t violations = 0;
    std::istringstream(std::string(last)) >> seed >> violations;
    verdict found;
    found.add(ended.how);
    report(seed, found, given.bug);
    if (!given.keeps_size)
        show_smaller(seed, given.bug, tell_apart);
    std::cout << seed - given.from + 1 << " histories, " << violations + 1 << " violations" << std::endl;
    return 1;
}

} // namespace

int main(int count, char** texts)
{
    const auto given = parse_arguments({texts + 1, texts + count});
    if (!given || given->wants_help) {
        explain_arguments(given ? std::cout : std::cerr);
        return given ? 0 : 2;
    }
    if (given->bug == "list")
        return list_bugs();
    if (!given->bug.empty() && !put_in(given->bug)) {
        std::cerr << "no bug of this name; --bug list shows them\n";
        return 2;
    }
    return given->replayed ? replay(*given->replayed, given->bug) : run_seeds_apart(*given);
}
