#ifndef USEAPI_TEST_FUZZ_ROWS_HPP
#define USEAPI_TEST_FUZZ_ROWS_HPP

#include "bulk/input/text/row_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "fuzz/settings_text.hpp"

#include <useapi/runwayml/validate.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace useapi::fuzz {

/** Everything that a reader makes from an input in these pieces. */
inline std::vector<bulk::row_item> read_rows(std::unique_ptr<bulk::row_reader> reader,
                                             const std::vector<std::string_view>& pieces)
{
    std::vector<bulk::row_item> rows;
    const auto take = [&] {
        while (auto item = reader->next())
            rows.push_back(std::move(*item));
    };
    for (const std::string_view piece : pieces) {
        reader->feed(piece);
        take();
    }
    reader->finish();
    take();
    require(!reader->broken() || (!rows.empty() && std::holds_alternative<bulk::row_problem>(rows.back())),
            "what cannot be read on ends with a problem");
    return rows;
}

inline bool are_equal(const bulk::row_item& left, const bulk::row_item& right)
{
    if (left.index() != right.index())
        return false;
    if (const auto* row = std::get_if<bulk::input_row>(&left)) {
        const auto& other = std::get<bulk::input_row>(right);
        return row->line == other.line && are_equal(row->settings, other.settings);
    }
    const auto& problem = std::get<bulk::row_problem>(left);
    const auto& other = std::get<bulk::row_problem>(right);
    return problem.text() == other.text() && problem.email == other.email;
}

inline void require_equal(const std::vector<bulk::row_item>& left, const std::vector<bulk::row_item>& right)
{
    require(left.size() == right.size(), "as many rows come of an input however it is cut");
    for (std::size_t i = 0; i < left.size(); ++i)
        require(are_equal(left[i], right[i]), "the same rows come of an input however it is cut");
}

/** A row is valid, lines count upwards, and `encode` makes a text that is read as the same settings. */
template <class Make, class Encode>
void check_rows(std::string_view plan, std::string_view bytes, Make make, Encode encode)
{
    const auto rows = read_rows(make(), pieces(bytes, {}));
    require_equal(rows, read_rows(make(), pieces(bytes, plan)));
    require_equal(rows, read_rows(make(), pieces(bytes, "0")));

    std::uint64_t line = 0;
    for (const bulk::row_item& item : rows) {
        if (const auto* problem = std::get_if<bulk::row_problem>(&item)) {
            require(!problem->message.empty() && problem->line > 0, "a problem says what and where");
            continue;
        }
        const auto& row = std::get<bulk::input_row>(item);
        require(row.line > line, "rows come in order");
        line = row.line;
        require(!runwayml::validate(row.settings), "a row that is taken is valid");
        const std::string text = encode(row.settings);
        const auto again = read_rows(make(), pieces(text, {}));
        require(again.size() == 1 && std::holds_alternative<bulk::input_row>(again[0]) &&
                    are_equal(std::get<bulk::input_row>(again[0]).settings, row.settings),
                "a row that was written is read as it was");
    }
}

} // namespace useapi::fuzz

#endif
