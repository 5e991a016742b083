#include "simulation/database/statement_values.hpp"

#include <algorithm>
#include <charconv>

namespace useapi::database_simulation {
namespace {

/** The elements of an array in the form `{"a",NULL}`, in which every element is quoted. */
values elements_of(const value& array)
{
    values found;
    const std::string& text = *array;
    for (std::size_t at = 1; at < text.size() && text[at] != '}';) {
        if (text[at] == ',') {
            ++at;
        } else if (text[at] != '"') {
            found.emplace_back();
            at += 4;
        } else {
            std::string element;
            for (++at; text[at] != '"'; ++at) {
                at += text[at] == '\\';
                element += text[at];
            }
            ++at;
            found.emplace_back(std::move(element));
        }
    }
    return found;
}

} // namespace

std::int64_t number_of(const value& text)
{
    std::int64_t number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

std::vector<values> unnest(const values& arrays)
{
    std::vector<values> made;
    for (const value& array : arrays) {
        const values column = elements_of(array);
        made.resize(std::max(made.size(), column.size()));
        for (std::size_t i = 0; i < column.size(); ++i)
            made[i].push_back(column[i]);
    }
    return made;
}

row_id account_of(const values& row)
{
    return {row[column::profile].value_or(""), row[column::email].value_or("")};
}

std::vector<row_id> keys_of(const values& parameters)
{
    std::vector<row_id> keys;
    for (const values& each : unnest({parameters[0], parameters[1]}))
        keys.push_back(account_of(each));
    return keys;
}

sql_result done()
{
    return {};
}

sql_result table_of(std::vector<values> rows)
{
    sql_result made;
    made.has_rows = true;
    made.rows = std::move(rows);
    return made;
}

value truth(bool is_true)
{
    return is_true ? "t" : "f";
}

} // namespace useapi::database_simulation
