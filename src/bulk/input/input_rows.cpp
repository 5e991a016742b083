#include "bulk/input/input_rows.hpp"

#include "bulk/input/csv_reader.hpp"
#include "bulk/input/ndjson_reader.hpp"
#include "bulk/refuse.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace useapi::bulk {
namespace {

std::unique_ptr<row_reader> make_reader(const import_options& options, row_needs needs)
{
    if (format_of(options) == file_format::ndjson)
        return make_ndjson_reader(row_rules(options, needs));
    return make_csv_reader(row_rules(options, needs));
}

} // namespace

file_format format_of(const import_options& options)
{
    if (options.format())
        return *options.format();
    const std::string_view name = without_compression_ending(options.input());
    if (has_ending(name, ".csv"))
        return file_format::csv;
    if (has_ending(name, ".ndjson") || has_ending(name, ".jsonl"))
        return file_format::ndjson;
    refuse((options.input() == "-" ? "standard input" : options.input()) +
           ": the format cannot be told from the name, name it: csv or ndjson");
}

input_rows::input_rows(input_file& file, const import_options& options, row_needs needs)
    : name_(file.name()), bytes_(file), reader_(make_reader(options, needs))
{
}

std::optional<row_item> input_rows::next()
{
    for (;;) {
        if (auto item = reader_->next()) {
            line_ = std::visit([](const auto& each) { return each.line; }, *item);
            return item;
        }
        if (ended())
            return std::nullopt;
        const auto size = read();
        if (!size)
            return std::nullopt;
        ended_ = *size == 0;
        const bool is_sound =
            ended_ ? decoder_.finish(text_) : decoder_.decode({buffer_.data(), *size}, text_);
        wipe(buffer_.data(), *size);
        reader_->feed(text_);
        wipe(text_);
        if (!is_sound)
            refuse(name_ + ": the UTF-16 text is damaged");
        if (ended_)
            reader_->finish();
    }
}

input_rows::~input_rows()
{
    wipe(text_);
}

std::optional<std::size_t> input_rows::read()
{
    try {
        return bytes_.read(buffer_);
    } catch (const exception& failed) {
        if (line_ == 0)
            throw;
        // In compressed data the line is the only way to find the place.
        error reason = failed.reason();
        reason.detail(reason.detail() + ", after line " + std::to_string(line_));
        throw exception(std::move(reason));
    }
}

} // namespace useapi::bulk
