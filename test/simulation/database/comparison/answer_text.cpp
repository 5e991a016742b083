#include "simulation/database/comparison/answer_text.hpp"

#include "simulation/database/statement_texts.hpp"
#include "simulation/database/statement_values.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace useapi::database_simulation {
namespace {

namespace text = statement_text;

constexpr std::size_t longest_shown = 70;
constexpr std::int64_t a_minute = 60'000;
constexpr std::int64_t an_hour = 3'600'000;

std::string shown(const value& what)
{
    return what ? '\'' + *what + '\'' : "NULL";
}

bool is_near(const value& number, std::int64_t other)
{
    return std::abs(number_of(number) - other) < a_minute;
}

std::string text_of_row(const sql_statement& of, const values& row)
{
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count();
    const bool is_time = of.text == text::time || of.text == text::renew;
    if (is_time && is_near(row[0], now))
        return "now";
    if (of.text == text::others && is_near(row[1], an_hour))
        return shown(row[0]) + " an hour";
    std::string made;
    for (const value& each : row)
        made += shown(each) + ' ';
    return made;
}

std::string text_of(const sql_statement& of, const sql_result& result)
{
    if (result.is_skipped)
        return "is skipped";
    if (!result.state.empty())
        return result.state;
    // The product does not read what the settings were set to.
    if (of.text == text::settings)
        return "done";
    std::vector<std::string> rows;
    for (const values& each : result.rows)
        rows.push_back(text_of_row(of, each));
    if (of.text != text::select_mine)
        std::sort(rows.begin(), rows.end());
    std::string made = result.has_rows ? std::to_string(rows.size()) + " rows" : "done";
    for (const std::string& each : rows)
        made += "\n        " + each;
    return made;
}

} // namespace

std::string text_of(const sql_statement& what)
{
    std::string made = what.text.substr(what.text.find_first_not_of("\n "), longest_shown);
    for (const value& each : what.parameters)
        made += ' ' + shown(each).substr(0, longest_shown);
    return made;
}

std::string text_of(const std::vector<sql_statement>& sent, const std::vector<sql_result>& answer)
{
    std::string made = ", and was answered\n";
    for (std::size_t i = 0; i < answer.size(); ++i)
        made += "    " + (i < sent.size() ? text_of(sent[i], answer[i]) : "one answer too many") + '\n';
    return made;
}

} // namespace useapi::database_simulation
