#include "bulk/input/text/field_names.hpp"

#include "vocabulary/lower_case.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

constexpr std::string_view delimiters = ",;\t|";
constexpr std::array<std::string_view, 6> invisible = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xEF\xBB\xBF"};

/// The number of bytes of an invisible character at the beginning; 0 if the first character is visible.
std::size_t invisible_beginning(std::string_view text) noexcept
{
    for (const std::string_view each : invisible)
        if (text.starts_with(each))
            return each.size();
    return 0;
}

/// The name without case, blanks, `-` and `_`.
std::string plain(std::string_view name)
{
    std::string made;
    while (!name.empty()) {
        std::size_t skipped = invisible_beginning(name);
        if (skipped == 0 && name.front() != '-' && name.front() != '_')
            made += lower_case(name.front());
        skipped = std::max<std::size_t>(skipped, 1);
        name.remove_prefix(skipped);
    }
    return made;
}

std::vector<std::string> split(std::string_view line, char delimiter)
{
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    for (const char c : line) {
        if (c == '"')
            is_quoted = !is_quoted;
        else if (c == delimiter && !is_quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

} // namespace

std::string field_names::listed() const
{
    std::string names;
    for (const std::string_view each : fields_)
        names.append(names.empty() ? "" : ", ").append(each);
    return names;
}

std::string_view field_names::field_of(std::string_view name) const
{
    const std::string wanted = plain(name);
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](std::string_view each) { return plain(each) == wanted; });
    return found == fields_.end() ? std::string_view() : *found;
}

std::size_t field_names::place_of(std::string_view field) const
{
    return static_cast<std::size_t>(std::find(fields_.begin(), fields_.end(), field) - fields_.begin());
}

std::optional<std::size_t> field_names::find(std::string_view name) const
{
    const std::string wanted = plain(name);
    if (wanted.empty())
        return std::nullopt;
    for (const auto& [field, column] : columns_)
        if (plain(column) == wanted)
            return place_of(field);
    const std::string_view field = field_of(name);
    const bool is_elsewhere = std::any_of(columns_.begin(), columns_.end(),
                                          [field](const auto& each) { return each.first == field; });
    if (field.empty() || is_elsewhere)
        return std::nullopt;
    return place_of(field);
}

bool is_blank(std::string_view text) noexcept
{
    while (const std::size_t size = invisible_beginning(text))
        text.remove_prefix(size);
    return text.empty();
}

char find_delimiter(std::string_view header, const field_names& names)
{
    char best = delimiters.front();
    std::ptrdiff_t most = 0;
    for (const char each : delimiters) {
        const std::vector<std::string> fields = split(header, each);
        const auto known = std::count_if(fields.begin(), fields.end(), [&names](const std::string& field) {
            return names.find(field).has_value();
        });
        if (known > most) {
            most = known;
            best = each;
        }
    }
    return best;
}

std::optional<char> named_delimiter(std::string_view line) noexcept
{
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    constexpr std::string_view begin = "sep=";
    if (line.size() != begin.size() + 1 || !equals_without_case(line.substr(0, begin.size()), begin))
        return std::nullopt;
    const char named = line.back();
    return delimiters.find(named) == std::string_view::npos ? std::nullopt : std::optional<char>(named);
}

} // namespace useapi::bulk
