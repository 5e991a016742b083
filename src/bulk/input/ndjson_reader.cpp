#include "bulk/input/ndjson_reader.hpp"

#include "bulk/input/row_builder.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <string>
#include <utility>

namespace useapi::bulk {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> known_members = {email_field, password_field, max_jobs_field,
                                                           use_workspace_field, profile_field};

std::string_view view(const json::string& text) noexcept
{
    return {text.data(), text.size()};
}

/** What is wrong with a member's type, in a few words; nothing where it is right. */
std::optional<std::string> read_member(std::string_view name, json::value& value, raw_row& raw)
{
    if (name == email_field || name == password_field || name == profile_field) {
        json::string* const text = value.if_string();
        if (!text)
            return std::string(name) + " must be a string";
        if (name == email_field) {
            raw.email = view(*text);
        } else if (name == password_field) {
            raw.password = secret(view(*text));
            wipe(text->data(), text->size());
        } else {
            raw.profile = view(*text);
        }
    } else if (name == max_jobs_field) {
        const auto* const number = value.if_int64();
        const bool fits = number && *number >= std::numeric_limits<int>::min() &&
                          *number <= std::numeric_limits<int>::max();
        if (fits)
            raw.max_jobs = static_cast<int>(*number);
        else
            raw.max_jobs_is_malformed = true;
    } else if (name == use_workspace_field) {
        if (const json::string* const text = value.if_string())
            raw.use_workspace = std::string(view(*text));
        else if (value.is_bool() && value.get_bool())
            raw.use_workspace = "true";
        else if (!value.is_null() && !value.is_bool())
            return std::string("useWorkspace must be true or a team's id");
    } else {
        return std::string("a member is none of email, password, maxJobs, useWorkspace, profile");
    }
    return std::nullopt;
}

class ndjson_reader final : public row_reader
{
public:
    explicit ndjson_reader(row_rules rules) : rules_(std::move(rules)) {}

    ndjson_reader(const ndjson_reader&) = delete;
    ndjson_reader& operator=(const ndjson_reader&) = delete;

    ~ndjson_reader() override { wipe(partial_); }

    void feed(std::string_view bytes) override
    {
        if (broken_)
            return;
        partial_.append(bytes);
        std::size_t begin = 0;
        for (std::size_t end = 0; !broken_ && (end = partial_.find('\n', begin)) != std::string::npos;
             begin = end + 1)
            parse_line(std::string_view(partial_).substr(begin, end - begin));
        wipe(partial_.data(), begin);
        partial_.erase(0, begin);
        if (!broken_ && partial_.size() > longest_row)
            break_off_long_line(line_ + 1);
    }

    void finish() override
    {
        if (!broken_ && !partial_.empty())
            parse_line(partial_);
        wipe(partial_);
    }

    std::optional<row_item> next() override
    {
        if (items_.empty())
            return std::nullopt;
        std::optional<row_item> item(std::move(items_.front()));
        items_.pop_front();
        return item;
    }

    bool broken() const noexcept override { return broken_; }

private:
    void parse_line(std::string_view text)
    {
        ++line_;
        if (text.size() > longest_row)
            return break_off_long_line(line_);
        if (line_ == 1 && text.starts_with(byte_order_mark))
            text.remove_prefix(byte_order_mark.size());
        if (text.find_first_not_of(" \t\r") == std::string_view::npos)
            return;

        json::stream_parser parser;
        error_code ec;
        const std::size_t consumed = parser.write_some(text.data(), text.size(), ec);
        if (!ec && !parser.done())
            return add_problem(line_, text.size(), {}, "the JSON object is not complete");
        if (!ec && text.find_first_not_of(" \t\r", consumed) != std::string_view::npos)
            return add_problem(line_, consumed + 1, {}, "something follows the JSON object");
        if (ec)
            return add_problem(line_, consumed + 1, {}, "not valid JSON: " + ec.message());
        json::value parsed = parser.release();
        if (!parsed.is_object())
            return add_problem(line_, 1, {}, "the line is not a JSON object");

        raw_row raw;
        raw.line = line_;
        for (auto& member : parsed.get_object()) {
            const std::string name(member.key().data(), member.key().size());
            auto wrong = read_member(name, member.value(), raw);
            if (!wrong)
                continue;
            // A name that is not one of ours is not shown: it may be a password that lost its place.
            const bool is_known =
                std::find(known_members.begin(), known_members.end(), name) != known_members.end();
            return add_problem(line_, 0, is_known ? name : std::string(), std::move(*wrong));
        }
        items_.push_back(build_row(std::move(raw), rules_));
    }

    void break_off_long_line(std::uint64_t line)
    {
        broken_ = true;
        add_problem(line, 0, {}, "the line is longer than 65536 bytes");
    }

    void add_problem(std::uint64_t line, std::size_t column, std::string field, std::string message)
    {
        row_problem problem;
        problem.line = line;
        problem.column = column;
        problem.field = std::move(field);
        problem.message = std::move(message);
        items_.push_back(std::move(problem));
    }

    const row_rules rules_;
    std::string partial_;
    std::deque<row_item> items_;
    std::uint64_t line_ = 0;
    bool broken_ = false;
};

} // namespace

std::unique_ptr<row_reader> make_ndjson_reader(row_rules rules)
{
    return std::make_unique<ndjson_reader>(std::move(rules));
}

} // namespace useapi::bulk
