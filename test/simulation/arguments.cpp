#include "simulation/arguments.hpp"

#include "simulation/smaller_history.hpp"

#include <array>
#include <charconv>
#include <ostream>
#include <utility>

namespace useapi::simulation {
namespace {

constexpr std::array flags{std::pair("--stop-at-first", &arguments::stops_at_first),
                           std::pair("--no-shrink", &arguments::keeps_size),
                           std::pair("--draw", &arguments::draws),
                           std::pair("--every-branch", &arguments::wants_all),
                           std::pair("--check-replays", &arguments::checks_replays),
                           std::pair("--verbose", &arguments::is_verbose),
                           std::pair("--help", &arguments::wants_help)};

bool read_flag(arguments& read, std::string_view name)
{
    for (const auto& [flag, member] : flags)
        if (name == flag)
            return read.*member = true;
    return false;
}

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

} // namespace

std::optional<arguments> parse_arguments(std::span<char* const> texts)
{
    arguments read;
    for (; !texts.empty(); texts = texts.subspan(1)) {
        if (read_flag(read, texts[0]))
            continue;
        if (texts.size() == 1 || !read_option(read, texts[0], texts[1]))
            return std::nullopt;
        texts = texts.subspan(1);
    }
    return read;
}

void explain_arguments(std::ostream& out, std::string_view program)
{
    out << "usage: " << program
        << " [OPTION...]\n"
           "  --from N         the first seed; default 1\n"
           "  --count N        how many seeds; default 1000\n"
           "  --stop-at-first  end with the first seed that fails\n"
           "  --no-shrink      do not make the first seed that fails smaller\n"
           "  --draw           draw each history: who did what and when\n"
           "  --choices TEXT   replay and draw the history of these choices instead of seeds\n"
           "  --bug NAME       put in a bug on purpose; 'list' shows them\n"
           "  --every-branch   print how often each branch occurred, and fail if one never did\n"
           "  --check-replays  replay each history by its choices as well, and fail if they differ\n"
           "  --verbose        print how long each history was\n"
           "  --help           print this\n"
           "The first seed that fails is made smaller, in at most "
        << shrink_limits().runs << " runs and " << shrink_limits().time.count()
        << " s: the smallest\n"
           "history that was found to break the same rule is drawn, and its choices are printed.\n";
}

} // namespace useapi::simulation
