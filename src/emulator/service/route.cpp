#include "emulator/service/route.hpp"

#include "emulator/service/percent_coding.hpp"
#include "emulator/service/sibling.hpp"

namespace useapi::emulator {
namespace {

constexpr std::string_view prefix = "/v1/runwayml";

std::string query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(pair.size() == query.size() ? pair.size() : pair.size() + 1);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name && equals != std::string_view::npos)
            return percent_decoded(pair.substr(equals + 1));
    }
    return {};
}

/// @param kept  characters that are not decoded
void read_accounts_path(std::string_view path, std::string_view kept, route& found)
{
    constexpr std::string_view one = "/accounts/";
    if (path == "/accounts") {
        found.target = endpoint::all_accounts;
    } else if (path.starts_with(one) && path.size() > one.size() &&
               path.find('/', one.size()) == std::string_view::npos) {
        found.target = endpoint::one_account;
        found.email = percent_decoded(path.substr(one.size()), kept);
    }
}

} // namespace

route parse_target(std::string_view target)
{
    route found;
    const auto question = target.find('?');
    auto path = target.substr(0, question);
    const auto query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);

    if ((found.of = find_sibling(path)) != nullptr) {
        path.remove_prefix(found.of->path.size());
        read_accounts_path(path, "", found);
        return found;
    }
    if (path == "/v2/account")
        found.target = endpoint::subscription;
    if (!path.starts_with(prefix))
        return found;
    path.remove_prefix(prefix.size());

    constexpr std::string_view task = "/scheduler/";
    read_accounts_path(path, "@+", found);
    if (path == "/features" || path == "/features/") {
        found.target = endpoint::features;
        found.email = query_value(query, "email");
    } else if (path == "/scheduler") {
        found.target = endpoint::jobs;
    } else if (path.starts_with(task) && path.size() > task.size()) {
        found.target = endpoint::one_job;
        found.task_id = percent_decoded(path.substr(task.size()));
    }
    return found;
}

bool takes_login(const route& where) noexcept
{
    const bool is_by_key = where.of == nullptr || where.of->posts_to_account;
    return where.target == (is_by_key ? endpoint::one_account : endpoint::all_accounts);
}

std::string_view allowed_methods(const route& where) noexcept
{
    const bool logs_in = takes_login(where);
    switch (where.target) {
    case endpoint::all_accounts:
        return logs_in ? "GET, POST" : "GET";
    case endpoint::features:
    case endpoint::jobs:
    case endpoint::subscription:
        return "GET";
    case endpoint::one_job:
        return "DELETE";
    case endpoint::one_account:
        return logs_in ? "GET, POST, DELETE" : "GET, DELETE";
    case endpoint::unknown:
        return "";
    }
    return "";
}

bool allows(const route& where, request_method method) noexcept
{
    switch (method) {
    case request_method::post:
        return takes_login(where);
    case request_method::del:
        return where.target == endpoint::one_account || where.target == endpoint::one_job;
    case request_method::get:
        return where.target != endpoint::one_job && where.target != endpoint::unknown;
    case request_method::other:
        break;
    }
    return false;
}

} // namespace useapi::emulator
