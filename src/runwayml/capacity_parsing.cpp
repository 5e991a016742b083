#include "runwayml/capacity_parsing.hpp"

#include "accounts/json/json_members.hpp"
#include "accounts/success_with_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

json::value parse(std::string_view body)
{
    error_code ec;
    json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    return ec ? json::value() : parsed;
}

amounts read_amounts(const json::object& object)
{
    amounts read;
    if (const auto credits = accounts::number_member(object, "numPlanCredits"))
        read.plan_credits(*credits);
    if (const auto storage = accounts::number_member(object, "storageGB"))
        read.storage_gb(*storage);
    return read;
}

team read_team(const json::object& object)
{
    team read;
    if (auto id = accounts::id_member(object, "id"))
        read.id(std::move(*id));
    if (auto name = accounts::filled_member(object, "name"))
        read.name(std::move(*name));
    if (const json::value* const plan = object.if_contains("currentPlan"); plan && plan->is_object()) {
        // Any member that is not null means a paid workspace.
        read.plan(accounts::filled_member(plan->get_object(), "name").value_or("unknown"));
    } else if (auto text = accounts::filled_member(object, "currentPlan")) {
        read.plan(std::move(*text));
    }
    if (const auto ends = accounts::time_member(object, "planExpiration"))
        read.plan_ends_at(*ends);
    return read;
}

/** Whether the object has a member of the features. */
bool read_features(const json::object& object, features& out)
{
    const json::value* const permitted = object.if_contains("permitted");
    const json::value* const used = object.if_contains("used");
    const json::value* const teams = object.if_contains("teams");
    if (permitted && permitted->is_object())
        out.permitted(read_amounts(permitted->get_object()));
    if (used && used->is_object())
        out.used(read_amounts(used->get_object()));
    if (teams && teams->is_array()) {
        std::vector<team> read;
        for (const json::value& each : teams->get_array())
            if (each.is_object())
                read.push_back(read_team(each.get_object()));
        out.teams(std::move(read));
    }
    return (permitted && permitted->is_object()) || (used && used->is_object()) ||
           (teams && teams->is_array());
}

std::optional<job> read_job(const json::value& value)
{
    if (const json::string* const text = value.if_string(); text && !text->empty())
        return job(std::string(accounts::view(*text)));
    const json::object* const object = value.if_object();
    auto task_id = object ? accounts::id_member(*object, "taskId") : std::nullopt;
    if (!task_id)
        return std::nullopt;
    job read(std::move(*task_id));
    if (auto url = accounts::filled_member(*object, "replyUrl"))
        read.reply_url(std::move(*url));
    if (auto ref = accounts::filled_member(*object, "replyRef"))
        read.reply_ref(std::move(*ref));
    return read;
}

const json::array* list_of_jobs(const json::value& parsed)
{
    const json::object* const object = parsed.if_object();
    const json::value* const below = object ? object->if_contains("jobs") : nullptr;
    return below ? below->if_array() : parsed.if_array();
}

error refusal(std::span<const std::string_view> secrets, int status, std::string_view body,
              const json::value& parsed, const char* what)
{
    if (const json::object* const object = parsed.if_object(); object && object->if_contains("error"))
        return accounts::read_success_with_error(status, body, secrets, false);
    return accounts::unexpected_content(status, what);
}

} // namespace

std::optional<error> read_features_answer(std::span<const std::string_view> secrets, int status,
                                          std::string_view body, features& out)
{
    const json::value parsed = parse(body);
    const json::object* const object = parsed.if_object();
    features read;
    if (!object || !read_features(*object, read))
        return refusal(secrets, status, body, parsed, "the answer does not tell the features of an account");
    out = std::move(read);
    return std::nullopt;
}

std::optional<error> read_jobs_answer(std::span<const std::string_view> secrets, int status,
                                      std::string_view body, std::vector<job>& out)
{
    const json::value parsed = parse(body);
    const json::array* const listed = list_of_jobs(parsed);
    if (!listed)
        return refusal(secrets, status, body, parsed, "the answer is not a list of jobs");
    std::vector<job> read;
    for (const json::value& each : *listed) {
        auto found = read_job(each);
        // Refuses the list, because without this job an account would look free.
        if (!found)
            return accounts::unexpected_content(status, "the answer is not a list of jobs");
        read.push_back(std::move(*found));
    }
    out = std::move(read);
    return std::nullopt;
}

std::optional<error> read_release_answer(std::span<const std::string_view> secrets, int status,
                                         std::string_view body)
{
    const json::value parsed = parse(body);
    const json::object* const object = parsed.if_object();
    if (!object || !object->if_contains("error"))
        return std::nullopt;
    return accounts::read_success_with_error(status, body, secrets, false);
}

} // namespace useapi::runwayml
