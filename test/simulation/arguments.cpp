#include "simulation/arguments.hpp"

#include <array>
#include <charconv>
#include <ostream>
#include <utility>

namespace useapi::simulation {
namespace {

constexpr std::array flags{std::pair("--stop-at-first", &arguments::stops_at_first),
                           std::pair("--every-branch", &arguments::wants_all),
                           std::pair("--verbose", &arguments::is_verbose)};

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

void explain_arguments(std::ostream& out)
{
    out << "usage: useapi_simulation [--from N] [--count K] [--bug NAME|list] [--stop-at-first] "
           "[--verbose] [--every-branch]\n";
}

} // namespace useapi::simulation
