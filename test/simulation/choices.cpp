#include "simulation/choices.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace useapi::simulation {
namespace {

std::optional<choice> parse_choice(std::string_view word)
{
    const std::size_t end = word.find('=');
    choice read{std::string(word.substr(0, end)), 1};
    if (read.name.empty())
        return std::nullopt;
    if (end == std::string_view::npos)
        return read;
    const std::string_view digits = word.substr(end + 1);
    const auto [last, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), read.value);
    if (ec != std::errc() || last != digits.data() + digits.size())
        return std::nullopt;
    return read;
}

} // namespace

std::string subject::name() const
{
    std::string text(kind);
    if (number)
        text += std::to_string(*number);
    if (part != 0)
        text.append(".").append(std::to_string(part));
    return text;
}

std::string to_text(const choices& all)
{
    std::string text;
    for (const choice& each : all) {
        if (!text.empty())
            text += ' ';
        text += each.name;
        if (each.value != 1)
            text.append("=").append(std::to_string(each.value));
    }
    return text;
}

std::optional<choices> parse_choices(std::string_view text)
{
    choices all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        auto read = parse_choice(text.substr(0, end));
        if (!read)
            return std::nullopt;
        all.push_back(std::move(*read));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

} // namespace useapi::simulation
