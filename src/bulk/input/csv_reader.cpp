#include "bulk/input/csv_reader.hpp"

#include "bulk/input/row_builder.hpp"
#include "bulk/input/text/text_decoder.hpp"
#include "bulk/input/text/wiped_text.hpp"
#include "vocabulary/wiped_heap.hpp"

#include <csv.h>

#include <algorithm>
#include <deque>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);
constexpr std::string_view row_is_too_long = "the row is longer than 65536 bytes; is a quote missing?";

int never_blank(unsigned char)
{
    return 0;
}

class csv_reader final : public row_reader
{
public:
    explicit csv_reader(row_rules rules)
        : rules_(std::move(rules)), delimiter_(rules_.delimiter), columns_(fields().size(), absent)
    {
        begin_parsing();
    }

    ~csv_reader() override
    {
        wipe(row_text_);
        end_parsing();
    }

private:
    static void on_field(void* text, std::size_t size, void* self)
    {
        static_cast<csv_reader*>(self)->fields_.emplace_back(static_cast<const char*>(text), size);
    }

    static void on_row(int, void* self) { static_cast<csv_reader*>(self)->end_row(); }

    void begin_parsing()
    {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0)
            throw std::bad_alloc();
        csv_set_realloc_func(&parser_, &wiped_heap::try_reallocate);
        csv_set_free_func(&parser_, &wiped_heap::release);
        // By default a field's buffer grows by 128 bytes; each time it is copied.
        csv_set_blk_size(&parser_, 4096);
        // By default libcsv drops blanks around a field, which may be a part of a password.
        csv_set_space_func(&parser_, never_blank);
        if (delimiter_ != 0)
            csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    }

    void end_parsing() noexcept
    {
        forget_fields();
        csv_free(&parser_);
    }

    void take_line(std::string_view text) override
    {
        if (!parse_line(text))
            take_again(
                give_up_row("a quote is where none may be; inside of a quoted field it is written twice"));
    }

    void break_off_long_line() override
    {
        break_off(row_has_begun() ? row_line_ : line_ + 1, std::string(row_is_too_long));
    }

    void take_end() override
    {
        while (!broken() && csv_fini(&parser_, &on_field, &on_row, this) != 0)
            take_again(give_up_row("the row ends inside a quoted field; is a quote missing?"));
        if (!broken() && !has_header_)
            break_off(1, "the file is empty; its first line must be a header such as email,password,maxJobs");
    }

    /** Reads again the lines after the first one of a row that was given up, so that a stray quote spoils its
        line, not the whole file.
     */
    void take_again(std::string lines)
    {
        for (std::size_t at = 0; !broken() && at < lines.size();) {
            const std::size_t end = std::min(end_of_line(lines, at), lines.size());
            if (parse_line(std::string_view(lines).substr(at, end - at))) {
                at = end;
                continue;
            }
            std::string rest =
                give_up_row("a quote is where none may be; inside of a quoted field it is written twice");
            append_wiped(rest, std::string_view(lines).substr(end));
            wipe(lines);
            lines = std::move(rest);
            at = 0;
        }
        wipe(lines);
    }

    /** Returns false if the row cannot be parsed. */
    bool parse_line(std::string_view text)
    {
        ++line_;
        if (!has_header_ && !row_has_begun() && !learn_delimiter(text))
            return true;
        // A row that continues within quotes keeps the number of its first line.
        if (!row_has_begun()) {
            row_line_ = line_;
            wipe(row_text_);
        }
        if (text.size() > longest_row) {
            break_off(row_line_, std::string(row_is_too_long));
            return true;
        }
        append_wiped(row_text_, text);
        if (row_text_.size() > longest_row)
            return false;
        return csv_parse(&parser_, text.data(), text.size(), &on_field, &on_row, this) == text.size() ||
               broken();
    }

    /** @return the lines of the row after its first one */
    std::string give_up_row(std::string_view why)
    {
        if (row_text_.size() > longest_row)
            why = row_is_too_long;
        if (has_header_)
            add_problem(row_line_, std::string(why));
        else
            break_off(row_line_, std::string(why));
        end_parsing();
        begin_parsing();
        line_ = row_line_;
        std::string rest = row_text_.substr(std::min(end_of_line(row_text_, 0), row_text_.size()));
        wipe(row_text_);
        return rest;
    }

    /** Finds the delimiter in the first line. Returns false if that line only names the delimiter. */
    bool learn_delimiter(std::string_view line)
    {
        const auto named = line_ == 1 ? named_delimiter(line) : std::nullopt;
        if (delimiter_ == 0 && named)
            delimiter_ = *named;
        else if (delimiter_ == 0 && !is_blank(line))
            delimiter_ = find_delimiter(line, rules_.names);
        if (delimiter_ != 0)
            csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
        return !named;
    }

    void end_row()
    {
        if (broken())
            return;
        const bool is_empty = std::all_of(fields_.begin(), fields_.end(),
                                          [](const std::string& field) { return is_blank(field); });
        if (!is_empty && has_header_)
            add_row();
        else if (!is_empty)
            read_header();
        forget_fields();
    }

    void read_header()
    {
        has_header_ = true;
        header_size_ = fields_.size();
        if (const char other = other_delimiter(); other != 0)
            return break_off(row_line_, std::string("the header has '") + other +
                                            "' between its columns, not '" + delimiter_ +
                                            "'; name the delimiter");
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            const auto known = rules_.names.find(fields_[i]);
            if (!known && is_blank(fields_[i])) {
                unnamed_.push_back(i);
                continue;
            }
            if (!known && rules_.ignores_columns)
                continue;
            // Shows the name only if it cannot be a password of a file without a header.
            if (!known)
                return break_off(row_line_, "column " + std::to_string(i + 1) +
                                                " of the header is not one of " + rules_.names.listed() +
                                                "; say which field it is, or that such columns are ignored");
            auto& place = columns_[*known];
            if (place != absent)
                return break_off(row_line_,
                                 "column " + std::string(fields()[*known]) + " is twice in the header");
            place = i;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i] == absent && rules_.requires_column(fields()[i]))
                return break_off(row_line_, "the header has no column " + std::string(fields()[i]));
    }

    /** The delimiter of the file if it is clearly another one; else 0. */
    char other_delimiter() const
    {
        if (fields_.size() != 1 || rules_.names.find(fields_[0]))
            return 0;
        const char other = find_delimiter(fields_[0], rules_.names);
        return other != delimiter_ && fields_[0].find(other) != std::string::npos ? other : 0;
    }

    /** The problem for which the fields of the row cannot be separated; empty without a problem. */
    std::string shape_problem()
    {
        while (fields_.size() > header_size_ && is_blank(fields_.back()))
            fields_.pop_back();
        if (fields_.size() != header_size_)
            return "the row has " + std::to_string(fields_.size()) + " fields, the header has " +
                   std::to_string(header_size_);
        for (const std::size_t each : unnamed_)
            if (!rules_.ignores_columns && !is_blank(fields_[each]))
                return "column " + std::to_string(each + 1) +
                       " has no name in the header, and the row has something there";
        return {};
    }

    void add_row()
    {
        if (std::string problem = shape_problem(); !problem.empty())
            return add_problem(row_line_, std::move(problem));
        raw_row raw;
        raw.line = row_line_;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i] != absent)
                put_text(raw, fields()[i], std::move(fields_[columns_[i]]));
        row_item item = build_row(std::move(raw), rules_);
        if (auto* const problem = std::get_if<row_problem>(&item)) {
            const auto known = std::find(fields().begin(), fields().end(), problem->field);
            const auto place = static_cast<std::size_t>(known - fields().begin());
            if (known != fields().end() && columns_[place] != absent)
                problem->column = columns_[place] + 1;
        }
        put(std::move(item));
    }

    const std::vector<std::string_view>& fields() const noexcept { return rules_.names.fields(); }

    bool row_has_begun() const noexcept { return parser_.pstate != 0; }

    void forget_fields() noexcept
    {
        for (std::string& text : fields_)
            wipe(text);
        fields_.clear();
    }

    csv_parser parser_{};
    const row_rules rules_;
    char delimiter_;                   ///< 0 until it is known
    std::string row_text_;             ///< the lines of the row that is read
    std::deque<std::string> fields_;   ///< a vector that grows leaves short passwords behind
    std::vector<std::size_t> columns_; ///< by field
    std::vector<std::size_t> unnamed_; ///< columns whose name in the header is blank
    std::size_t header_size_ = 0;
    std::uint64_t line_ = 0;
    std::uint64_t row_line_ = 0;
    bool has_header_ = false;
};

} // namespace

std::unique_ptr<row_reader> make_csv_reader(row_rules rules)
{
    return std::make_unique<csv_reader>(std::move(rules));
}

} // namespace useapi::bulk
