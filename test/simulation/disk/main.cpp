#include "simulation/choices.hpp"
#include "simulation/disk/branches.hpp"
#include "simulation/disk/history.hpp"
#include "simulation/disk/ledger_bugs.hpp"
#include "simulation/event_log.hpp"
#include "simulation/shrink.hpp"
#include "unit/temporary_folder.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace useapi::disk_simulation;
using namespace useapi::simulation;

constexpr std::size_t most_runs_to_shrink = 2000;
constexpr std::chrono::seconds longest_shrink{20};

constexpr const char* usage =
    "usage: useapi_ledger_simulation [OPTION...]\n"
    "  --from N         the first seed; default 1\n"
    "  --count N        how many seeds; default 1000\n"
    "  --stop-at-first  end with the first seed that fails\n"
    "  --no-shrink      do not make the first seed that fails smaller\n"
    "  --draw           print what happens in each history\n"
    "  --choices TEXT   replay and print the history of these choices instead of seeds\n"
    "  --bug NAME       put in a bug on purpose; 'list' shows them\n"
    "  --every-branch   print how often each fault and outcome occurred, and fail if one never did\n"
    "  --help           print this\n"
    "Exit code: 0 if no history violates a rule, 1 otherwise, 2 for bad arguments.\n";

struct arguments
{
    std::uint64_t from = 1;
    std::uint64_t count = 1000;
    std::string_view bug;
    bool stops_at_first = false;
    bool keeps_size = false;
    bool draws = false;
    bool wants_all = false;
    bool wants_help = false;
    std::optional<choices> replayed;
};

bool read_option(arguments& read, std::string_view name, std::string_view value)
{
    if (name == "--bug") {
        read.bug = value;
        return true;
    }
    if (name == "--choices") {
        read.replayed = parse_choices(value);
        return read.replayed.has_value();
    }
    if (name != "--from" && name != "--count")
        return false;
    std::uint64_t& number = name == "--from" ? read.from : read.count;
    const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), number);
    return ec == std::errc() && end == value.data() + value.size();
}

std::optional<arguments> parse_arguments(const std::vector<std::string_view>& texts)
{
    arguments read;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i] == "--stop-at-first")
            read.stops_at_first = true;
        else if (texts[i] == "--no-shrink")
            read.keeps_size = true;
        else if (texts[i] == "--draw")
            read.draws = true;
        else if (texts[i] == "--every-branch")
            read.wants_all = true;
        else if (texts[i] == "--help")
            read.wants_help = true;
        else if (i + 1 == texts.size() || !read_option(read, texts[i], texts[i + 1]))
            return std::nullopt;
        else
            ++i;
    }
    return read;
}

/** What is kept of a history that was run. */
struct told
{
    verdict found;
    choices made;
    std::vector<logged_event> events;
};

told tell(random_source random, const std::string& ledger, bool keeps)
{
    if (keeps)
        random.keep_choices();
    history one(std::move(random), ledger);
    if (keeps)
        one.log().turn_on();
    told all;
    all.found = one.run();
    all.made = one.random().kept();
    all.events = one.log().events();
    return all;
}

void print_violations(const verdict& found)
{
    for (const std::string& each : found.violations())
        std::cout << "  " << each << '\n';
}

void show(const told& what, std::string_view bug)
{
    draw(std::cout, what.events);
    print_violations(what.found);
    std::cout << "  replay: useapi_ledger_simulation --choices '" << to_text(what.made) << '\'';
    if (!bug.empty())
        std::cout << " --bug " << bug;
    std::cout << std::endl;
}

void show_smaller(std::uint64_t seed, const std::string& ledger, std::string_view bug)
{
    const told failed = tell(random_source(seed), ledger, true);
    const auto kind = [](const told& what) {
        return what.found.passed() ? std::string() : kind_of(what.found.violations().front());
    };
    const auto run = [&](const choices& fewer) -> std::optional<choices> {
        told made = tell(random_source(fewer), ledger, true);
        if (kind(made) != kind(failed))
            return std::nullopt;
        return std::move(made.made);
    };
    const auto end = std::chrono::steady_clock::now() + longest_shrink;
    const shrunk_choices smaller = shrink(failed.made, run, [&](std::size_t runs) {
        return runs < most_runs_to_shrink && std::chrono::steady_clock::now() < end;
    });
    const told small = tell(random_source(smaller.smallest), ledger, true);
    if (kind(small) != kind(failed)) {
        std::cout << "seed " << seed << " is not made smaller: its replay breaks another rule, or none\n";
        return;
    }
    std::cout << "\nseed " << seed << " made smaller, from " << failed.made.size() << " choices and "
              << failed.events.size() << " events to " << small.made.size() << " and " << small.events.size()
              << ", in " << smaller.runs << " runs:\n";
    show(small, bug);
}

int run_seeds(const arguments& given, const std::string& ledger)
{
    std::uint64_t histories = 0;
    std::uint64_t violations = 0;
    std::optional<std::uint64_t> first_failed;
    for (std::uint64_t seed = given.from; seed != given.from + given.count; ++seed) {
        ++histories;
        const told one = tell(random_source(seed), ledger, given.draws);
        if (given.draws)
            show(one, given.bug);
        if (one.found.passed())
            continue;
        ++violations;
        if (!first_failed)
            first_failed = seed;
        std::cout << "seed " << seed << ":\n";
        print_violations(one.found);
        std::cout << "  replay: useapi_ledger_simulation --from " << seed << " --count 1" << std::endl;
        if (given.stops_at_first)
            break;
    }
    const bool is_complete = !given.wants_all || print_branches(std::cout);
    if (first_failed && !given.keeps_size)
        show_smaller(*first_failed, ledger, given.bug);
    std::cout << histories << " histories, " << violations << " violations" << std::endl;
    return violations == 0 && is_complete ? 0 : 1;
}

} // namespace

int main(int count, char** texts)
{
    const auto given = parse_arguments({texts + 1, texts + count});
    if (!given || given->wants_help) {
        (given ? std::cout : std::cerr) << usage;
        return given ? 0 : 2;
    }
    if (given->bug == "list") {
        for (const ledger_bug& each : ledger_bugs())
            std::cout << each.name << ": " << each.what << '\n';
        return 0;
    }
    if (!given->bug.empty() && !put_in(given->bug)) {
        std::cerr << "no bug of this name; --bug list shows them\n";
        return 2;
    }
    // The memory that this folder may take is a few bytes: the ledger itself is in the simulated disk.
    const useapi::test::temporary_folder folder;
    const std::string ledger = folder.path("ledger");
    if (!given->replayed)
        return run_seeds(*given, ledger);
    const told one = tell(random_source(*given->replayed), ledger, true);
    show(one, given->bug);
    return one.found.passed() ? 0 : 1;
}
