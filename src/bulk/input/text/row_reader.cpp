#include "bulk/input/text/row_reader.hpp"

#include "bulk/input/text/text_decoder.hpp"
#include "bulk/input/text/wiped_text.hpp"

#include <useapi/secret.hpp>

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

row_reader::~row_reader()
{
    wipe(partial_);
}

void row_reader::feed(std::string_view bytes)
{
    if (broken_)
        return;
    append_wiped(partial_, bytes);
    if (!has_begun_ && partial_.size() < byte_order_mark.size() && byte_order_mark.starts_with(partial_))
        return;
    std::size_t begin = 0;
    if (!std::exchange(has_begun_, true) && partial_.starts_with(byte_order_mark))
        begin = byte_order_mark.size();
    // A long line comes in many pieces; each byte is searched only once.
    std::size_t from = std::max(begin, searched_);
    for (std::size_t end = 0; !broken_ && (end = end_of_line(partial_, from)) != std::string::npos;
         begin = from = end)
        take_line(std::string_view(partial_).substr(begin, end - begin));
    wipe(partial_.data(), begin);
    partial_.erase(0, begin);
    // The last byte may be half of a CRLF.
    searched_ = partial_.empty() ? 0 : partial_.size() - 1;
    if (!broken_ && partial_.size() > longest_row)
        break_off_long_line();
}

void row_reader::finish()
{
    if (!broken_ && !partial_.empty())
        take_line(partial_);
    wipe(partial_);
    if (!broken_)
        take_end();
}

std::optional<row_item> row_reader::next()
{
    if (items_.empty())
        return std::nullopt;
    std::optional<row_item> item(std::move(items_.front()));
    items_.pop_front();
    return item;
}

void row_reader::add_problem(std::uint64_t line, std::string message, std::size_t column, std::string field)
{
    row_problem problem;
    problem.line = line;
    problem.column = column;
    problem.field = std::move(field);
    problem.message = std::move(message);
    items_.push_back(std::move(problem));
}

void row_reader::break_off(std::uint64_t line, std::string message)
{
    broken_ = true;
    add_problem(line, std::move(message));
}

} // namespace useapi::bulk
