#ifndef USEAPI_SRC_BULK_INPUT_INPUT_ROWS_HPP
#define USEAPI_SRC_BULK_INPUT_INPUT_ROWS_HPP

#include "bulk/input/input_bytes.hpp"
#include "bulk/input/row_builder.hpp"
#include "bulk/input/text/row_reader.hpp"
#include "bulk/input/text/text_decoder.hpp"

#include <useapi/bulk/import_options.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace useapi::bulk {

/** The format that the options or the ending of the input's name give. @throws useapi::exception
    `errc::invalid_argument` if neither does */
file_format format_of(const import_options& options);

/** The rows of an input, read piece by piece.

    @throws useapi::exception  `errc::invalid_argument`; names the file and about how far it was read.
*/
class input_rows
{
public:
    /** @param file  read from its current position; outlives this */
    input_rows(input_file& file, const import_options& options, row_needs needs = row_needs::all);
    input_rows(const input_rows&) = delete;
    input_rows& operator=(const input_rows&) = delete;
    ~input_rows();

    /** The next row or problem. Nothing at the end, or if reading would block. */
    std::optional<row_item> next();

    /** Waits for input if nothing has come yet: then `next` returns nothing only at the end. */
    void wait_for_input() noexcept { bytes_.wait_for_input(); }

    bool ended() const noexcept { return ended_ || reader_->broken(); }

    bool broken() const noexcept { return reader_->broken(); }

private:
    static constexpr std::size_t read_size = 64 * 1024;

    std::optional<std::size_t> read();

    std::string name_;
    input_bytes bytes_;
    text_decoder decoder_;
    std::string text_;
    std::unique_ptr<row_reader> reader_;
    std::array<char, read_size> buffer_;
    std::uint64_t line_ = 0; ///< of the last row
    bool ended_ = false;
};

} // namespace useapi::bulk

#endif
