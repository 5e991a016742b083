#include "bulk/input/ndjson_reader.hpp"

#include "bulk/input/row_builder.hpp"
#include "vocabulary/wiped_heap.hpp"

#include <useapi/errc.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

namespace json = boost::json;

constexpr std::string_view line_is_too_long = "the line is longer than 65536 bytes";

std::string_view text_of(json::string_view text) noexcept
{
    return {text.data(), text.size()};
}

written_value<int> jobs_of(const json::value& value)
{
    written_value<int> read;
    if (value.is_null())
        return read;
    const json::string* const text = value.if_string();
    read = text ? read_max_jobs(text_of(*text)) : read_max_jobs(json::serialize(value));
    // Numbers may come as 5.0, which is written as 5E0.
    if (const double* const number = value.if_double();
        number && std::nearbyint(*number) == *number && std::abs(*number) < 1e6)
        read = {static_cast<int>(*number), false};
    return read;
}

written_value<std::string> workspace_of(const json::value& value)
{
    if (value.is_bool())
        return {value.get_bool() ? std::optional<std::string>("true") : std::nullopt, false};
    if (const json::string* const text = value.if_string())
        return read_workspace(text_of(*text));
    // A team's id may be a number.
    if (value.is_int64() || value.is_uint64())
        return read_workspace(json::serialize(value));
    return {std::nullopt, !value.is_null()};
}

/** The problem with a member's type, in a few words; nothing if the type is right. */
std::optional<std::string> read_member(std::string_view field, json::value& value, raw_row& raw)
{
    if (field == max_jobs_field) {
        raw.max_jobs = jobs_of(value);
    } else if (field == use_workspace_field) {
        raw.use_workspace = workspace_of(value);
    } else {
        json::string* const text = value.if_string();
        if (!text)
            return std::string(field) + " must be a string";
        put_text(raw, field, std::string(text_of(*text)));
    }
    return std::nullopt;
}

/** The number of members in the text of an object. A parser keeps only the last member of each name. */
std::size_t count_members(std::string_view text) noexcept
{
    std::size_t commas = 0;
    std::size_t depth = 0;
    bool is_quoted = false;
    bool is_empty = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_quoted) {
            if (c == '\\')
                ++i;
            else
                is_quoted = c != '"';
        } else if (c == '"') {
            is_quoted = true;
            is_empty = false;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ',' && depth == 1) {
            ++commas;
        }
    }
    return is_empty ? 0 : commas + 1;
}

class ndjson_reader final : public row_reader
{
public:
    explicit ndjson_reader(row_rules rules) : rules_(std::move(rules)) {}

private:
    void take_line(std::string_view text) override
    {
        ++line_;
        while (text.ends_with('\n') || text.ends_with('\r'))
            text.remove_suffix(1);
        if (text.size() > longest_row)
            return break_off(line_, std::string(line_is_too_long));
        if (is_blank(text))
            return;

        json::stream_parser parser{json::storage_ptr(&heap_)};
        parser.reset(&heap_);
        error_code ec;
        const std::size_t consumed = parser.write_some(text.data(), text.size(), ec);
        if (!ec && !parser.done())
            return add_problem(line_, "the JSON object is not complete", text.size());
        if (!ec && text.find_first_not_of(" \t\r", consumed) != std::string_view::npos)
            return add_problem(line_, "something follows the JSON object", consumed + 1);
        if (ec)
            return add_problem(line_, "not valid JSON: " + ec.message(), consumed + 1);
        json::value parsed = parser.release();
        if (!parsed.is_object())
            return add_problem(line_, "the line is not a JSON object", 1);
        if (count_members(text) != parsed.get_object().size())
            return add_problem(line_, "a name is twice in the JSON object");
        read_object(parsed.get_object());
    }

    void break_off_long_line() override { break_off(line_ + 1, std::string(line_is_too_long)); }

    void read_object(json::object& object)
    {
        raw_row raw;
        raw.line = line_;
        const std::vector<std::string_view>& fields = rules_.names.fields();
        std::vector<bool> seen(fields.size());
        std::string problems;
        std::string first_field;
        for (auto& member : object) {
            const auto known = rules_.names.find(text_of(member.key()));
            std::optional<std::string> wrong;
            if (known && seen[*known])
                wrong = std::string(fields[*known]) + " is twice in the JSON object";
            else if (known)
                wrong = read_member(fields[*known], member.value(), raw);
            else if (!rules_.ignores_columns)
                // Does not show the name, since it may be a misplaced password.
                wrong = "a member is not one of " + rules_.names.listed();
            if (known)
                seen[*known] = true;
            if (!wrong)
                continue;
            if (problems.empty() && known)
                first_field = fields[*known];
            problems += (problems.empty() ? "" : "; ") + *wrong;
        }
        if (!problems.empty())
            return add_problem(line_, std::move(problems), 0, std::move(first_field));
        put(build_row(std::move(raw), rules_));
    }

    const row_rules rules_;
    wiped_heap heap_; ///< for parsed lines
    std::uint64_t line_ = 0;
};

} // namespace

std::unique_ptr<row_reader> make_ndjson_reader(row_rules rules)
{
    return std::make_unique<ndjson_reader>(std::move(rules));
}

} // namespace useapi::bulk
