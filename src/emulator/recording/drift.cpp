#include "emulator/recording/drift.hpp"

#include "emulator/recording/placeholders.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace useapi::emulator {
namespace {

namespace json = boost::json;

/// The types at each place of an answer, such as `jwt.exp`: more than one if elements of a list differ.
using shape = std::map<std::string, std::set<std::string>>;

std::string type_of(const json::value& value)
{
    if (value.is_object())
        return "object";
    if (value.is_array())
        return "list";
    if (value.is_string())
        return "string";
    if (value.is_number())
        return "number";
    return value.is_bool() ? "boolean" : "null";
}

void add_shape(const json::value& value, const std::string& place, shape& found)
{
    found[place].insert(type_of(value));
    if (const json::array* const elements = value.if_array())
        for (const json::value& each : *elements)
            add_shape(each, place + "[]", found);
    if (const json::object* const members = value.if_object())
        for (const auto& [key, member] : *members) {
            const std::string name = without_numbers({key.data(), key.size()});
            add_shape(member, place.empty() ? name : place + '.' + name, found);
        }
}

shape shape_of(const std::string& body)
{
    shape found;
    boost::system::error_code ec;
    const json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    if (!ec)
        add_shape(parsed, {}, found);
    else
        found[{}].insert(body.empty() ? "nothing" : "text");
    return found;
}

shape shape_of(const header_fields& fields)
{
    shape found;
    for (const auto& [name, value] : fields)
        found["field " + name].insert(name == "content-type" ? value : "a value");
    return found;
}

std::string shown(const std::set<std::string>& types)
{
    std::string text;
    for (const std::string& each : types)
        text += (text.empty() ? "" : " or ") + each;
    return text;
}

std::string shown(const std::string& place)
{
    return place.empty() ? "the content" : place;
}

void add_differences(const shape& before, const shape& now, std::vector<std::string>& lines)
{
    for (const auto& [place, types] : before) {
        const auto found = now.find(place);
        if (found == now.end())
            lines.push_back(shown(place) + " is gone: " + shown(types));
        else if (found->second != types)
            lines.push_back(shown(place) + ": " + shown(types) + " -> " + shown(found->second));
    }
    for (const auto& [place, types] : now)
        if (!before.contains(place))
            lines.push_back(shown(place) + " is new: " + shown(types));
}

} // namespace

std::string endpoint_of(const exchange& recorded)
{
    return recorded.method + ' ' + without_numbers(recorded.target);
}

std::vector<std::string> differences(const exchange& recorded, const exchange& present)
{
    std::vector<std::string> lines;
    if (recorded.status != present.status)
        lines.push_back("status: " + std::to_string(recorded.status) + " -> " +
                        std::to_string(present.status));
    add_differences(shape_of(recorded.answer_fields), shape_of(present.answer_fields), lines);
    add_differences(shape_of(recorded.answer_body), shape_of(present.answer_body), lines);
    return lines;
}

comparison compare(const std::vector<exchange>& recording, const exchange& present)
{
    comparison made;
    bool has_status = false;
    const std::string endpoint = endpoint_of(present);
    for (const exchange& each : recording) {
        if (endpoint_of(each) != endpoint)
            continue;
        auto lines = differences(each, present);
        if (lines.empty())
            return {true, {}};
        const bool same_status = each.status == present.status;
        if (!made.is_recorded || (same_status && !has_status))
            made.differences = std::move(lines);
        made.is_recorded = true;
        has_status = has_status || same_status;
    }
    return made;
}

} // namespace useapi::emulator
