#include "cli/doctor/finding.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace useapi::cli {
namespace {

namespace json = boost::json;

std::string_view word_of(verdict value) noexcept
{
    switch (value) {
    case verdict::ok:
        return "ok";
    case verdict::warning:
        return "warn";
    case verdict::failure:
        return "fail";
    case verdict::skipped:
        return "skip";
    }
    return "";
}

color color_of(verdict value) noexcept
{
    switch (value) {
    case verdict::ok:
        return color::green;
    case verdict::warning:
        return color::yellow;
    case verdict::failure:
        return color::red;
    case verdict::skipped:
        return color::none;
    }
    return color::none;
}

json::value text_or_null(const std::string& text)
{
    return text.empty() ? json::value(nullptr) : json::value(json::string(valid_utf8(text)));
}

} // namespace

finding failed_check(std::string_view check, std::string text, std::string hint, exit_code code)
{
    finding made{check, verdict::failure, std::move(text), std::move(hint)};
    made.code = code;
    return made;
}

exit_code exit_code_of(const std::vector<finding>& findings) noexcept
{
    const auto failed = std::find_if(findings.begin(), findings.end(),
                                     [](const finding& each) { return each.verdict == verdict::failure; });
    return failed == findings.end() ? exit_code::done : failed->code;
}

std::string finding_lines(const std::vector<finding>& findings, bool colors)
{
    constexpr std::size_t check_column = 13;
    std::string lines;
    for (const finding& each : findings) {
        const std::string word = fmt::format("{:<4}", word_of(each.verdict));
        lines += fmt::format("{}  {:<{}} {}\n", colored(word, colors ? color_of(each.verdict) : color::none),
                             each.check, check_column, printable(each.text));
        if (!each.hint.empty())
            lines += fmt::format("      {:<{}} hint: {}\n", "", check_column, printable(each.hint));
    }
    return lines;
}

std::string findings_json(const std::vector<finding>& findings)
{
    json::array checks;
    for (const finding& each : findings) {
        json::object check;
        check["check"] = each.check;
        check["verdict"] = word_of(each.verdict);
        check["message"] = valid_utf8(each.text);
        check["hint"] = text_or_null(each.hint);
        json::object facts;
        for (const auto& [name, value] : each.facts)
            facts[name] = valid_utf8(value);
        check["facts"] = std::move(facts);
        checks.push_back(std::move(check));
    }
    json::object all;
    all["healthy"] = exit_code_of(findings) == exit_code::done;
    all["checks"] = std::move(checks);
    return json::serialize(all) + '\n';
}

} // namespace useapi::cli
