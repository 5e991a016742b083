#include "simulation/program.hpp"

#include "simulation/arguments.hpp"
#include "simulation/process_apart.hpp"
#include "simulation/smaller_history.hpp"

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace useapi::simulation {
namespace {

constexpr const char* passed = "passed";
constexpr const char* failed = "failed";

int list_bugs(const program& what)
{
    for (const mutation& each : what.bugs)
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

void report(const program& what, std::uint64_t seed, const verdict& found, std::string_view bug)
{
    std::cout << "seed " << seed << ":\n";
    print_violations(found);
    std::cout << "  replay: " << what.name << " --from " << seed << " --count 1";
    print_bug(bug);
}

/** The drawing, the violations behind it, and how to see it again. */
void show(const program& what, const told_history& told, std::string_view bug)
{
    draw(std::cout, told.events);
    print_violations(told.found);
    std::cout << "  replay: " << what.name << " --choices '" << to_text(told.made) << '\'';
    print_bug(bug);
}

/** @param run  how each history is run that is tried */
void show_smaller(const program& what, std::uint64_t seed, std::string_view bug, const teller& run)
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
    show(what, smaller.told, bug);
}

int replay(const program& what, const choices& given, std::string_view bug)
{
    const told_history told = tell_apart(what.run, random_source(given));
    show(what, told, bug);
    return told.found.passed() ? 0 : 1;
}

/** Whether its choices, written and read again, make the same history. */
bool is_replayed(const program& what, const told_history& drawn)
{
    const auto read = parse_choices(to_text(drawn.made));
    if (!read)
        return false;
    const told_history replayed = tell(what.run, random_source(*read));
    // Their events may differ in order: a client closes its connections in the order of their addresses in
    // memory.
    return drawn.made == replayed.made && drawn.steps == replayed.steps &&
           drawn.events.size() == replayed.events.size();
}

verdict run_one(const program& what, std::uint64_t seed, const arguments& given)
{
    told_history one = what.run(random_source(seed), {});
    if (given.is_verbose)
        std::cout << "seed " << seed << ": " << one.steps << " steps in " << one.virtual_time.count()
                  << " ms of virtual time\n";
    if (given.draws)
        show(what, tell(what.run, random_source(seed)), given.bug);
    if (given.checks_replays && !is_replayed(what, tell(what.run, random_source(seed))))
        one.found.add("a replay of its choices differs");
    return std::move(one.found);
}

/** @param pipe  gets a line before each seed, and one at the end. */
void run_seeds(const program& what, const arguments& given, int pipe)
{
    std::uint64_t histories = 0;
    std::uint64_t violations = 0;
    std::optional<std::uint64_t> first_failed;
    for (std::uint64_t seed = given.from; seed != given.from + given.count; ++seed) {
        ::dprintf(pipe, "%" PRIu64 " %" PRIu64 "\n", seed, violations);
        ++histories;
        const verdict found = run_one(what, seed, given);
        if (found.passed())
            continue;
        ++violations;
        report(what, seed, found, given.bug);
        if (!first_failed)
            first_failed = seed;
        if (given.stops_at_first)
            break;
    }
    const bool is_complete = !given.wants_all || what.every_branch_occurred();
    if (first_failed && !given.keeps_size)
        show_smaller(what, *first_failed, given.bug, [&](random_source source, bool with_events) {
            return tell(what.run, std::move(source), with_events);
        });
    std::cout << histories << " histories, " << violations << " violations" << std::endl;
    ::dprintf(pipe, "%s\n", violations == 0 && is_complete ? passed : failed);
}

/** Runs them in a process of its own, so that a crash says which seed it was. */
int run_seeds_apart(const program& what, const arguments& given)
{
    const ended_process ended = run_apart([&](int pipe) { run_seeds(what, given, pipe); });
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
    report(what, seed, found, given.bug);
    if (!given.keeps_size)
        show_smaller(what, seed, given.bug, [&](random_source source, bool with_events) {
            return tell_apart(what.run, std::move(source), with_events);
        });
    std::cout << seed - given.from + 1 << " histories, " << violations + 1 << " violations" << std::endl;
    return 1;
}

} // namespace

int run_program(const program& what, std::span<char* const> texts)
{
    const auto given = parse_arguments(texts);
    if (!given || given->wants_help) {
        explain_arguments(given ? std::cout : std::cerr, what.name);
        return given ? 0 : 2;
    }
    if (given->bug == "list")
        return list_bugs(what);
    if (!given->bug.empty() && !put_in(given->bug, what.bugs)) {
        std::cerr << "no bug of this name; --bug list shows them\n";
        return 2;
    }
    return given->replayed ? replay(what, *given->replayed, given->bug) : run_seeds_apart(what, *given);
}

} // namespace useapi::simulation
