#ifndef USEAPI_SRC_BULK_INPUT_TEXT_ROW_READER_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_ROW_READER_HPP

#include "bulk/input/row.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Takes an input's bytes, in pieces of any size, and makes rows of them. A format of inputs derives from it
    and gets their lines. No I/O. */
class row_reader
{
public:
    row_reader() = default;
    row_reader(const row_reader&) = delete;
    row_reader& operator=(const row_reader&) = delete;
    virtual ~row_reader();

    void feed(std::string_view bytes);

    /** The input has ended: the remaining bytes are its last row. */
    void finish();

    /** The next row or problem; nothing until more bytes come. */
    std::optional<row_item> next();

    /** Whether the rest of the input cannot be parsed; the last problem says why. */
    bool broken() const noexcept { return broken_; }

protected:
    /** Takes a line with its end, which the last line may lack. A byte order mark is not part of a line. */
    virtual void take_line(std::string_view text) = 0;

    /** Breaks off at the next line, which is longer than `longest_row`. */
    virtual void break_off_long_line() = 0;

    /** Every line was taken. */
    virtual void take_end() {}

    void put(row_item item) { items_.push_back(std::move(item)); }

    void add_problem(std::uint64_t line, std::string message, std::size_t column = 0, std::string field = {});
    void break_off(std::uint64_t line, std::string message);

private:
    std::string partial_;      ///< the beginning of a line whose end has not come yet
    std::size_t searched_ = 0; ///< no line ends before it in `partial_`
    std::deque<row_item> items_;
    bool has_begun_ = false; ///< the place for a byte order mark is past
    bool broken_ = false;
};

} // namespace useapi::bulk

#endif
