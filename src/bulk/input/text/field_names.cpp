#include "bulk/input/text/field_names.hpp"

#include "vocabulary/lower_case.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

constexpr std::string_view delimiters = ",;\t|";
constexpr std::array<std::string_view, 6> invisible = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xEF\xBB\xBF"};

std::string_view without_line_end(std::string_view line) noexcept
{
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

/// The number of bytes of an invisible character at the beginning; 0 if the first character is visible.
std::size_t invisible_beginning(std::string_view text) noexcept
{
    for (const std::string_view each : invisible)
        if (text.starts_with(each))
            return each.size();
    return 0;
}

/// The rest of a name from the next character that counts: blanks, `-` and `_` do not.
std::string_view from_next(std::string_view name) noexcept
{
    while (!name.empty()) {
        const std::size_t skipped = invisible_beginning(name);
        if (skipped == 0 && name.front() != '-' && name.front() != '_')
            break;
        name.remove_prefix(std::max<std::size_t>(skipped, 1));
    }
    return name;
}

// Compares without a copy: where a header should be, a password may stand.
bool is_same_name(std::string_view one, std::string_view other) noexcept
{
    for (;;) {
        one = from_next(one);
        other = from_next(other);
        if (one.empty() || other.empty())
            return one.empty() && other.empty();
        if (lower_case(one.front()) != lower_case(other.front()))
            return false;
        one.remove_prefix(1);
        other.remove_prefix(1);
    }
}

std::string_view without_quotes(std::string_view field) noexcept
{
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        return field.substr(1, field.size() - 2);
    return field;
}

std::vector<std::string_view> split(std::string_view line, char delimiter)
{
    std::vector<std::string_view> fields;
    bool is_quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"')
            is_quoted = !is_quoted;
        if (line[i] != delimiter || is_quoted)
            continue;
        fields.push_back(without_quotes(line.substr(begin, i - begin)));
        begin = i + 1;
    }
    fields.push_back(without_quotes(line.substr(begin)));
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
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [name](std::string_view each) { return is_same_name(each, name); });
    return found == fields_.end() ? std::string_view() : *found;
}

std::size_t field_names::place_of(std::string_view field) const
{
    return static_cast<std::size_t>(std::find(fields_.begin(), fields_.end(), field) - fields_.begin());
}

std::optional<std::size_t> field_names::find(std::string_view name) const
{
    if (from_next(name).empty())
        return std::nullopt;
    for (const auto& [field, column] : columns_)
        if (is_same_name(column, name))
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
    header = without_line_end(header);
    char best = delimiters.front();
    std::ptrdiff_t most = 0;
    for (const char each : delimiters) {
        const std::vector<std::string_view> fields = split(header, each);
        const auto known = std::count_if(fields.begin(), fields.end(), [&names](std::string_view field) {
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
    line = without_line_end(line);
    constexpr std::string_view begin = "sep=";
    if (line.size() != begin.size() + 1 || !equals_without_case(line.substr(0, begin.size()), begin))
        return std::nullopt;
    const char named = line.back();
    return delimiters.find(named) == std::string_view::npos ? std::nullopt : std::optional<char>(named);
}

} // namespace useapi::bulk
