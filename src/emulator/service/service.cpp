#include "emulator/service/service.hpp"

#include "emulator/service/account_form.hpp"
#include "emulator/service/sibling.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>
#include <vector>

namespace useapi::emulator {
namespace {

// With this password a test gets an account whose session ends soon.
constexpr std::string_view old_session_password = "old-session";
constexpr std::chrono::hours age_of_old_session{28 * 24};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_key_character(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

// user:1234-abcdefghijklmnop
bool looks_like_token(std::string_view token)
{
    constexpr std::string_view start = "user:";
    if (!token.starts_with(start))
        return false;
    token.remove_prefix(start.size());
    const auto dash = token.find('-');
    if (dash == 0 || dash == std::string_view::npos || dash + 1 == token.size())
        return false;
    const auto number = token.substr(0, dash);
    const auto key = token.substr(dash + 1);
    return std::all_of(number.begin(), number.end(), is_digit) &&
           std::all_of(key.begin(), key.end(), is_key_character);
}

/// The key in the store for the accounts of a token at another service than Runway.
std::string owner_of(const std::string& token, const sibling& of)
{
    return token + ' ' + std::string(of.name);
}

} // namespace

service::service(const options& settings, std::shared_ptr<store> state)
    : plan_(settings.seed(), settings.faults()), store_(std::move(state)),
      account_limit_(settings.account_limit()), login_delay_(settings.login_delay()),
      tokens_(settings.accepted_tokens()), wrong_password_(settings.wrong_password()),
      suspended_password_(settings.suspended_password()), dead_password_(settings.dead_password()),
      workspace_(settings.workspace()), no_accounts_(settings.no_accounts())
{
}

opened_request service::open(std::string_view method, std::string_view target, std::string_view authorization)
{
    opened_request request;
    request.method = parse_method(method);
    request.where = parse_target(target);
    request.token = accepted_token(authorization);
    const auto number = store_->count_request(request.where.email, request.method);
    request.plan = plan_.decide(request.where.email, request.method, number);
    return request;
}

std::chrono::milliseconds service::login_delay(const opened_request& request) const
{
    const bool logs_in = takes_login(request.where) && request.method == request_method::post;
    return logs_in && request.token ? login_delay_ : std::chrono::milliseconds(0);
}

answer service::respond(const opened_request& request, std::string_view content_type, std::string_view body,
                        bool commit, std::chrono::system_clock::time_point now)
{
    if (!request.token)
        return error_answer(401, "Unauthorized");
    const auto target = request.where.target;
    if (target == endpoint::unknown)
        return error_answer(404, "Not Found");
    if (!allows(request.where, request.method))
        return std::move(error_answer(405, "Method Not Allowed")
                             .header("Allow", std::string(allowed_methods(request.where))));

    if (request.where.of != nullptr)
        return respond_as(*request.where.of, request, body, commit, now);
    if (target == endpoint::all_accounts)
        return read_all(*request.token);
    if (target == endpoint::features)
        return read_features(*request.token, request.where.email);
    if (target == endpoint::jobs)
        return jobs_answer(store_->jobs(*request.token));
    if (target == endpoint::one_job)
        return release(*request.token, request.where.task_id, commit);
    if (target == endpoint::subscription)
        return read_subscription(*request.token);
    if (request.method == request_method::get)
        return read_one(*request.token, request.where.email);
    if (request.method == request_method::del)
        return erase(*request.token, request.where.email, commit);
    return create(request, content_type, body, commit, now);
}

answer service::respond_as(const sibling& of, const opened_request& request, std::string_view body,
                           bool commit, std::chrono::system_clock::time_point now)
{
    const auto owner = owner_of(*request.token, of);
    const auto& key = request.where.email;
    if (request.method == request_method::post) {
        auto form = read_sibling_form(of, key, body);
        if (const auto* reason = std::get_if<std::string>(&form))
            return error_answer(400, *reason);
        auto& given = std::get<account>(form);
        const auto outcome = register_account(owner, request, given, commit, now);
        if (outcome == put_result::over_limit)
            return error_answer(402, "Subscription quantity exceeded");
        if (!outcome)
            return error_answer(of.refused, of.refusal);
        return sibling_account_answer(of, outcome == put_result::created ? of.created : of.replaced, given);
    }
    if (request.where.target == endpoint::all_accounts) {
        const auto held = store_->accounts(owner);
        return held.empty() ? nothing_configured_answer(no_accounts_) : sibling_accounts_answer(of, held);
    }
    if (request.method == request_method::del)
        return erase(owner, key, commit);
    const auto found = store_->find(owner, key);
    return found ? sibling_account_answer(of, 200, *found) : nothing_configured_answer();
}

std::optional<std::string> service::accepted_token(std::string_view authorization) const
{
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme))
        return std::nullopt;
    const auto token = authorization.substr(scheme.size());
    const bool accepted = tokens_.empty() ? looks_like_token(token)
                                          : std::find(tokens_.begin(), tokens_.end(), token) != tokens_.end();
    return accepted ? std::optional<std::string>(token) : std::nullopt;
}

answer service::read_all(const std::string& token) const
{
    const auto held = store_->accounts(token);
    return held.empty() ? nothing_configured_answer(no_accounts_) : accounts_answer(held, workspace_);
}

answer service::read_one(const std::string& token, const std::string& email) const
{
    const auto found = store_->find(token, email);
    return found ? account_answer(200, *found, workspace_) : nothing_configured_answer();
}

answer service::read_features(const std::string& token, const std::string& email) const
{
    if (email.empty()) {
        const auto held = store_->accounts(token);
        if (held.size() > 1)
            return error_answer(400,
                                "Query parameter email is required, since several accounts are configured");
        return held.empty() ? nothing_configured_answer() : features_of(held.begin()->second);
    }
    const auto found = store_->find(token, email);
    return found ? features_of(*found) : nothing_configured_answer();
}

answer service::features_of(const account& found)
{
    // The service asks Runway with the account's session, which a dead account does not have.
    return found.error() ? account_error_answer(found.email(), *found.error()) : features_answer(found);
}

answer service::read_subscription(const std::string& token) const
{
    std::vector<service_accounts> all{{"Runway API", store_->accounts(token)}};
    for (const sibling& each : all_siblings())
        if (auto held = store_->accounts(owner_of(token, each)); !held.empty())
            all.push_back({each.title, std::move(held)});
    return subscription_answer(all, account_limit_);
}

answer service::erase(const std::string& token, const std::string& email, bool commit)
{
    const bool there = commit ? store_->erase(token, email) : store_->find(token, email).has_value();
    return there ? answer(204) : nothing_configured_answer();
}

answer service::release(const std::string& token, const std::string& task_id, bool commit)
{
    const auto tasks = store_->jobs(token);
    const bool there = std::find(tasks.begin(), tasks.end(), task_id) != tasks.end();
    if (there && commit)
        store_->release_job(token, task_id);
    return there ? answer(204) : error_answer(404, "Task not found");
}

std::optional<answer> service::refused_login(const opened_request& request, const account& given) const
{
    const auto by_plan = request.plan.login_refusal;
    if (by_plan == fault_kind::wrong_password ||
        (!wrong_password_.empty() && given.password() == wrong_password_))
        return error_answer(401, "Wrong username/password combination.");
    if (by_plan == fault_kind::suspended ||
        (!suspended_password_.empty() && given.password() == suspended_password_))
        return error_answer(401, "This account has been suspended.");
    return std::nullopt;
}

std::optional<put_result> service::register_account(const std::string& owner, const opened_request& request,
                                                    account& given, bool commit,
                                                    std::chrono::system_clock::time_point now)
{
    // A full subscription is refused before the login, because a login tries the account's password.
    const auto outcome = store_->would_put(owner, given.email(), account_limit_);
    if (outcome == put_result::over_limit)
        return outcome;
    if (commit)
        store_->count_login(given.email());
    if (refused_login(request, given))
        return std::nullopt;
    given.logged_in_at(now);
    if (given.password() == old_session_password)
        given.logged_in_at(now - age_of_old_session);
    if (!dead_password_.empty() && given.password() == dead_password_)
        given.error(request.where.of == nullptr ? "Session refused by Runway" : "Session refused");
    return commit ? store_->put(owner, given, account_limit_) : outcome;
}

answer service::create(const opened_request& request, std::string_view content_type, std::string_view body,
                       bool commit, std::chrono::system_clock::time_point now)
{
    auto form = read_account_form(request.where.email, content_type, body);
    if (const auto* reason = std::get_if<std::string>(&form))
        return error_answer(400, *reason);
    auto& given = std::get<account>(form);
    const auto outcome = register_account(*request.token, request, given, commit, now);
    if (!outcome)
        return *refused_login(request, given);
    if (outcome == put_result::over_limit)
        return error_answer(402, "Subscription quantity exceeded");
    return account_answer(outcome == put_result::created ? 201 : 200, given, workspace_);
}

} // namespace useapi::emulator
