#include "bulk/ledger/ledger_row.hpp"

#include <useapi/errc.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace useapi::bulk {

namespace json = boost::json;

std::string_view to_string(row_state value) noexcept
{
    switch (value) {
    case row_state::pending:
        return "pending";
    case row_state::sent:
        return "sent";
    case row_state::applied:
        return "applied";
    case row_state::rejected:
        return "rejected";
    case row_state::failed:
        return "failed";
    case row_state::unknown:
        return "unknown";
    case row_state::deleted:
        return "deleted";
    }
    return "invalid";
}

std::optional<row_state> parse_row_state(std::string_view text) noexcept
{
    const auto found = std::find_if(all_row_states.begin(), all_row_states.end(),
                                    [text](row_state each) { return to_string(each) == text; });
    return found == all_row_states.end() ? std::nullopt : std::optional(*found);
}

std::optional<effect> parse_effect(std::string_view text) noexcept
{
    for (const effect each : {effect::none, effect::rejected, effect::unknown, effect::applied}) {
        if (useapi::to_string(each) == text)
            return each;
    }
    return std::nullopt;
}

std::string to_text(const retry_counts& counts)
{
    if (counts.empty())
        return {};
    json::object object;
    for (const auto& [reason, times] : counts)
        object[reason] = times;
    return json::serialize(object);
}

std::optional<retry_counts> parse_retry_counts(std::string_view text)
{
    retry_counts counts;
    if (text.empty())
        return counts;
    error_code problem;
    const json::value parsed = json::parse({text.data(), text.size()}, problem);
    if (problem || !parsed.is_object())
        return std::nullopt;
    for (const auto& [reason, times] : parsed.get_object()) {
        error_code not_a_number;
        const auto number = times.to_number<unsigned>(not_a_number);
        if (not_a_number)
            return std::nullopt;
        counts[std::string(reason)] = number;
    }
    return counts;
}

} // namespace useapi::bulk
