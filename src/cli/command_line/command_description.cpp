#include "cli/command_line/command_description.hpp"

#include "cli/explain/error_guide.hpp"

#include <algorithm>
#include <sstream>

namespace useapi::cli {

std::vector<std::string> option_description::choices() const
{
    std::vector<std::string> found;
    if (value == "CODE")
        for (const errc each : every_code())
            found.emplace_back(name_of(each));
    if (value.find('|') == std::string::npos)
        return found;
    std::istringstream parts(value);
    for (std::string part; std::getline(parts, part, '|');)
        // A word in capitals is a place holder.
        if (std::none_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            found.push_back(part);
    return found;
}

} // namespace useapi::cli
