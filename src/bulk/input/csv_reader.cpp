#include "bulk/input/csv_reader.hpp"

#include "bulk/input/row_builder.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

constexpr std::array<std::string_view, 5> known_columns = {email_field, password_field, max_jobs_field,
                                                           use_workspace_field, profile_field};
constexpr std::size_t required_columns = 3;
constexpr std::size_t absent = static_cast<std::size_t>(-1);

int never_blank(unsigned char)
{
    return 0;
}

class csv_reader final : public row_reader
{
public:
    explicit csv_reader(row_rules rules) : rules_(std::move(rules))
    {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0)
            throw std::bad_alloc();
        // By default blanks around a field are dropped, and with them a part of a password.
        csv_set_space_func(&parser_, never_blank);
        csv_set_delim(&parser_, static_cast<unsigned char>(rules_.delimiter));
        columns_.fill(absent);
    }

    ~csv_reader() override
    {
        wipe(parser_.entry_buf, parser_.entry_size);
        wipe(partial_);
        forget_fields();
        csv_free(&parser_);
    }

    csv_reader(const csv_reader&) = delete;
    csv_reader& operator=(const csv_reader&) = delete;

    void feed(std::string_view bytes) override
    {
        if (broken_)
            return;
        partial_.append(bytes);
        std::size_t begin = 0;
        if (!has_begun_ && partial_.size() < byte_order_mark.size() && byte_order_mark.starts_with(partial_))
            return;
        if (!std::exchange(has_begun_, true) && partial_.starts_with(byte_order_mark))
            begin = byte_order_mark.size();
        for (std::size_t end = 0; !broken_ && (end = partial_.find('\n', begin)) != std::string::npos;
             begin = end + 1)
            parse_line(std::string_view(partial_).substr(begin, end + 1 - begin));
        wipe(partial_.data(), begin);
        partial_.erase(0, begin);
        const std::size_t pending = partial_.size() + (row_has_begun() ? row_size_ : 0);
        if (!broken_ && pending > longest_row)
            break_off_long_row(row_has_begun() ? row_line_ : line_ + 1);
    }

    void finish() override
    {
        if (broken_)
            return;
        if (!partial_.empty())
            parse_line(partial_);
        wipe(partial_);
        if (!broken_ && csv_fini(&parser_, &on_field, &on_row, this) != 0)
            break_off(row_line_, "the row ends inside a quoted field; is a quote missing?");
        if (!broken_ && !has_header_)
            break_off(1, "the file is empty; its first line must be the header email,password,maxJobs");
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
    static void on_field(void* text, std::size_t size, void* self)
    {
        static_cast<csv_reader*>(self)->fields_.emplace_back(static_cast<const char*>(text), size);
    }

    static void on_row(int, void* self) { static_cast<csv_reader*>(self)->end_row(); }

    void parse_line(std::string_view text)
    {
        ++line_;
        has_ended_row_ = false;
        // A row that is under way, inside of quotes, keeps the line that it began on.
        if (!row_has_begun()) {
            row_line_ = line_;
            row_size_ = 0;
        }
        row_size_ += text.size();
        if (row_size_ > longest_row)
            return break_off_long_row(row_line_);
        if (csv_parse(&parser_, text.data(), text.size(), &on_field, &on_row, this) != text.size() &&
            !broken_)
            break_off(row_line_,
                      "a quote stands where none may stand; inside of a quoted field it is written twice");
    }

    void end_row()
    {
        if (broken_)
            return;
        // A CR with no LF ends a row as well, and so a line: no two rows may stand on one.
        if (std::exchange(has_ended_row_, true))
            row_line_ = ++line_;
        if (has_header_)
            add_row();
        else
            read_header();
        forget_fields();
    }

    void read_header()
    {
        has_header_ = true;
        header_size_ = fields_.size();
        if (const char other = other_delimiter(); other != 0)
            return break_off(row_line_, std::string("the header has '") + other +
                                            "' between its columns, not '" + rules_.delimiter +
                                            "'; name the delimiter");
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            const auto known = std::find(known_columns.begin(), known_columns.end(), fields_[i]);
            // The name is shown only where it cannot be a password of a file without a header.
            if (known == known_columns.end())
                return break_off(row_line_,
                                 "column " + std::to_string(i + 1) +
                                     " of the header is none of email, password, maxJobs, useWorkspace, "
                                     "profile");
            auto& place = columns_[static_cast<std::size_t>(known - known_columns.begin())];
            if (place != absent)
                return break_off(row_line_, "column " + fields_[i] + " stands twice in the header");
            place = i;
        }
        for (std::size_t i = 0; i < required_columns; ++i)
            if (columns_[i] == absent)
                return break_off(row_line_, "the header has no column " + std::string(known_columns[i]));
    }

    /** The delimiter that the file was written with, where it is plainly another one; else 0. */
    char other_delimiter() const
    {
        if (fields_.size() != 1)
            return 0;
        for (const char candidate : {',', ';', '\t', '|'}) {
            const std::size_t end = fields_[0].find(candidate);
            if (end != std::string::npos &&
                std::find(known_columns.begin(), known_columns.end(),
                          std::string_view(fields_[0]).substr(0, end)) != known_columns.end())
                return candidate;
        }
        return 0;
    }

    void add_row()
    {
        if (fields_.size() != header_size_) {
            row_problem problem;
            problem.line = row_line_;
            problem.message = "the row has " + std::to_string(fields_.size()) + " fields, the header has " +
                              std::to_string(header_size_);
            items_.push_back(std::move(problem));
            return;
        }
        raw_row raw;
        raw.line = row_line_;
        raw.email = *field(0);
        raw.password = secret(std::move(*field(1)));
        read_max_jobs(*field(2), raw);
        if (std::string* const workspace = field(3); workspace && !workspace->empty())
            raw.use_workspace = std::move(*workspace);
        if (std::string* const profile = field(4))
            raw.profile = std::move(*profile);

        row_item item = build_row(std::move(raw), rules_);
        if (auto* const problem = std::get_if<row_problem>(&item)) {
            const auto known = std::find(known_columns.begin(), known_columns.end(), problem->field);
            if (known != known_columns.end())
                problem->column = columns_[static_cast<std::size_t>(known - known_columns.begin())] + 1;
        }
        items_.push_back(std::move(item));
    }

    /** The row's value of a known column; null where the file has no such column. */
    std::string* field(std::size_t known) noexcept
    {
        return columns_[known] == absent ? nullptr : &fields_[columns_[known]];
    }

    static void read_max_jobs(const std::string& text, raw_row& raw)
    {
        if (text.empty())
            return;
        int value = 0;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (ec == std::errc() && end == text.data() + text.size())
            raw.max_jobs = value;
        else
            raw.max_jobs_is_malformed = true;
    }

    void break_off(std::uint64_t line, std::string message)
    {
        broken_ = true;
        row_problem problem;
        problem.line = line;
        problem.message = std::move(message);
        items_.push_back(std::move(problem));
    }

    void break_off_long_row(std::uint64_t line)
    {
        break_off(line, "the row is longer than 65536 bytes; is a quote missing?");
    }

    bool row_has_begun() const noexcept { return parser_.pstate != 0; }

    void forget_fields() noexcept
    {
        for (std::string& text : fields_)
            wipe(text);
        fields_.clear();
    }

    csv_parser parser_{};
    const row_rules rules_;
    std::string partial_; ///< the beginning of a line whose end has not come
    std::vector<std::string> fields_;
    std::deque<row_item> items_;
    std::array<std::size_t, known_columns.size()> columns_{};
    std::size_t header_size_ = 0;
    std::uint64_t line_ = 0;
    std::uint64_t row_line_ = 0;
    std::size_t row_size_ = 0;
    bool has_ended_row_ = false; ///< on the line that is read
    bool has_begun_ = false;     ///< the place of a byte order mark is past
    bool has_header_ = false;
    bool broken_ = false;
};

} // namespace

std::unique_ptr<row_reader> make_csv_reader(row_rules rules)
{
    return std::make_unique<csv_reader>(std::move(rules));
}

} // namespace useapi::bulk
