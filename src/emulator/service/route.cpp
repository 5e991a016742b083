#include "emulator/service/route.hpp"

namespace useapi::emulator {
namespace {

constexpr std::string_view prefix = "/v1/runwayml";

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

std::string decode(std::string_view text, std::string_view kept)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            const auto c = static_cast<char>(high * 16 + low);
            if (high >= 0 && low >= 0 && kept.find(c) == std::string_view::npos) {
                decoded += c;
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

std::string query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(pair.size() == query.size() ? pair.size() : pair.size() + 1);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name && equals != std::string_view::npos)
            return decode(pair.substr(equals + 1), "");
    }
    return {};
}

} // namespace

route parse_target(std::string_view target)
{
    route found;
    const auto question = target.find('?');
    auto path = target.substr(0, question);
    const auto query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);

    if (path == "/v2/account")
        found.target = endpoint::subscription;
    if (!path.starts_with(prefix))
        return found;
    path.remove_prefix(prefix.size());

    constexpr std::string_view one = "/accounts/";
    constexpr std::string_view task = "/scheduler/";
    if (path == "/accounts") {
        found.target = endpoint::all_accounts;
    } else if (path == "/features" || path == "/features/") {
        found.target = endpoint::features;
        found.email = query_value(query, "email");
    } else if (path == "/scheduler") {
        found.target = endpoint::jobs;
    } else if (path.starts_with(task) && path.size() > task.size()) {
        found.target = endpoint::one_job;
        found.task_id = decode(path.substr(task.size()), "");
    } else if (path.starts_with(one) && path.size() > one.size() &&
               path.find('/', one.size()) == std::string_view::npos) {
        found.target = endpoint::one_account;
        found.email = decode(path.substr(one.size()), "@+");
    }
    return found;
}

std::string_view allowed_methods(endpoint target) noexcept
{
    switch (target) {
    case endpoint::all_accounts:
    case endpoint::features:
    case endpoint::jobs:
    case endpoint::subscription:
        return "GET";
    case endpoint::one_job:
        return "DELETE";
    case endpoint::one_account:
        return "GET, POST, DELETE";
    case endpoint::unknown:
        return "";
    }
    return "";
}

bool allows(endpoint target, request_method method) noexcept
{
    if (target == endpoint::one_account)
        return method != request_method::other;
    if (target == endpoint::one_job)
        return method == request_method::del;
    return target != endpoint::unknown && method == request_method::get;
}

} // namespace useapi::emulator
