#include "cli/commands.hpp"

#include "cli/command_line/describe_parser.hpp"
#include "cli/explain/error_guide.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace useapi::cli {
namespace {

namespace json = boost::json;

/** The codes to explain. @throws usage_error  if there is no such code */
std::vector<errc> chosen_codes(const std::string& name)
{
    std::vector<errc> all = every_code();
    if (name.empty())
        return all;
    const auto found =
        std::find_if(all.begin(), all.end(), [&name](errc each) { return name_of(each) == name; });
    if (found != all.end())
        return {*found};
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const errc each : all)
        names.emplace_back(name_of(each));
    throw usage_error(
        fmt::format("no code {}{} (useapi explain lists all)", printable(name), suggestion(name, names)));
}

std::string codes_json(const std::vector<errc>& codes)
{
    json::array list;
    for (const errc each : codes) {
        const explanation text = explain(each);
        json::object object;
        object["code"] = name_of(each);
        object["message"] = make_error_code(each).message();
        object["cause"] = text.cause;
        object["cure"] = text.cure;
        list.push_back(std::move(object));
    }
    json::object all;
    all["codes"] = std::move(list);
    return json::serialize(all) + '\n';
}

std::string list_of(const std::vector<errc>& codes)
{
    std::string lines;
    for (const errc each : codes)
        lines += fmt::format("{:<27}  {}\n", name_of(each), make_error_code(each).message());
    return lines;
}

std::string explanation_of(errc code)
{
    const explanation text = explain(code);
    return fmt::format("{}: {}\ncause: {}\ncure:  {}\n", name_of(code), make_error_code(code).message(),
                       text.cause, text.cure);
}

} // namespace

exit_code run_explain_command(const std::string& name, console& out)
{
    const std::vector<errc> codes = chosen_codes(name);
    if (out.is_json())
        out.print(codes_json(codes));
    else
        out.print(name.empty() ? list_of(codes) : explanation_of(codes.front()));
    return exit_code::done;
}

} // namespace useapi::cli
