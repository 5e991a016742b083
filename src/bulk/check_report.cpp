#include <useapi/bulk/check_report.hpp>

namespace useapi::bulk {

std::string row_problem::text() const
{
    std::string shown = "line " + std::to_string(line);
    if (column != 0)
        shown += ", column " + std::to_string(column);
    if (!field.empty())
        shown += " (" + field + ')';
    return shown + ": " + message;
}

} // namespace useapi::bulk
