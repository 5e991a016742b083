#include "accounts/service/service_answer.hpp"

#include "accounts/account_name.hpp"
#include "accounts/foreign_answer.hpp"
#include "accounts/json/json_document.hpp"
#include "accounts/json/json_members.hpp"
#include "accounts/service/account_form.hpp"
#include "accounts/service/login_refusal.hpp"
#include "accounts/success_with_error.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <string>
#include <utility>

namespace useapi::accounts {
namespace {

namespace json = boost::json;

constexpr int nothing_registered = 404;

/** Members that only an account has, besides its email, key and `maxJobs`. */
constexpr std::array<std::string_view, 6> members_of_account = {"password", "token",  "jwt",
                                                                "session",  "region", "ExpireTimeUTC"};

/** The members in which services keep the end of a session. */
constexpr std::array<std::string_view, 4> objects_with_end = {"", "jwt", "session", "token"};
constexpr std::array<std::string_view, 4> names_of_end = {"ExpireTimeUTC", "ExpireTime", "expiresAt", "exp"};

std::optional<account::time_point> session_end(const json::object& object)
{
    for (const std::string_view inside : objects_with_end) {
        const json::value* const inner = inside.empty() ? nullptr : object.if_contains(inside);
        const json::object* const holder = inside.empty() ? &object : inner ? inner->if_object() : nullptr;
        if (!holder)
            continue;
        for (const std::string_view name : names_of_end)
            if (const auto end = time_member(*holder, name))
                return end;
    }
    return std::nullopt;
}

bool names_other_email(std::string_view shown, std::string_view email) noexcept
{
    return !shown.empty() && !email.empty() &&
           runwayml::match_account(shown, email) != runwayml::account_match::same;
}

/** The members that may hold the key, compared with the key that was asked for. */
struct key_found
{
    std::string first;
    bool is_asked_for = false;
};

key_found find_key(const service_traits& of, const json::object& object, std::string_view asked)
{
    key_found found;
    for (const std::string_view name : of.key_members) {
        const auto shown = name.empty() ? std::nullopt : id_member(object, name);
        if (!shown || shown->empty())
            continue;
        found.is_asked_for = found.is_asked_for || *shown == asked;
        if (found.first.empty())
            found.first = *shown;
    }
    return found;
}

/** An account out of an answer. */
struct account_found
{
    account shown;
    bool has_account = false; ///< a member of an account is there
    bool is_other = false;    ///< it names another account than the one that was asked for
};

bool names_other_region(const service_traits& of, const json::object& object, std::string_view key)
{
    const auto region = text_member(object, "region");
    return of.key == account_key::region_and_email && region && !key.empty() &&
           key.substr(0, key.find(':')) != *region;
}

account_found read_object(const service_traits& of, const json::object& object, std::string_view key,
                          std::string_view email)
{
    account_found found;
    const std::string_view shown = text_member(object, "email").value_or(std::string_view());
    const key_found named = find_key(of, object, key);
    found.is_other = names_other_email(shown, email) || names_other_region(of, object, key) ||
                     (!key.empty() && !named.first.empty() && !named.is_asked_for);
    found.shown.email(std::string(runwayml::fuller_email(shown, email)));
    if (!key.empty())
        found.shown.key(std::string(key));
    else
        found.shown.key(named.first.empty() ? found.shown.email() : named.first);
    const auto jobs = integer_member(object, "maxJobs");
    if (jobs)
        found.shown.max_jobs(*jobs);
    if (const auto end = session_end(object))
        found.shown.session_ends_at(*end);
    if (auto wrong = error_member(object))
        found.shown.error(std::move(*wrong));
    found.has_account = !shown.empty() || !named.first.empty() || jobs;
    for (const std::string_view name : members_of_account)
        found.has_account = found.has_account || object.if_contains(name);
    return found;
}

error judge_error(const account_question& asked, int status, std::string_view body, bool has_account)
{
    error said = read_success_with_error(status, body, asked.secrets, has_account);
    if (asked.operation == account_operation::upsert && !has_account)
        correct_login_refusal(asked.of, parse_error_status(body).value_or(0), said);
    return said;
}

/** An entry of a list; nothing if it is no account. */
std::optional<account_found> read_entry(const service_traits& of, std::string_view key,
                                        const json::value& described)
{
    if (const json::object* const object = described.if_object())
        return read_object(of, *object, key, email_of_key(of, key));
    if (email_of_key(of, key).find('@') == std::string_view::npos)
        return std::nullopt;
    account_found found;
    found.shown.key(std::string(key)).email(std::string(email_of_key(of, key)));
    return found;
}

} // namespace

std::optional<error> read_service_account(const account_question& asked, int status, std::string_view body,
                                          account& out)
{
    const bool removes = asked.operation == account_operation::remove;
    const json_document parsed(body);
    const json::object* const object = parsed.object();
    if (!object) {
        if (!removes || is_web_page(body))
            return unexpected_content(status, "the answer is not an account");
        return std::nullopt;
    }
    account_found found = read_object(asked.of, *object, asked.key, asked.email);
    if (found.is_other)
        return unexpected_content(status, "the answer is about another account");
    if (found.shown.error() && (!found.has_account || asked.operation == account_operation::upsert))
        return judge_error(asked, status, body, found.has_account);
    if (removes)
        return std::nullopt;
    if (!found.has_account)
        return unexpected_content(status, "the answer is not an account");
    out = std::move(found.shown);
    return std::nullopt;
}

std::optional<error> read_service_accounts(const service_traits& of,
                                           std::span<const std::string_view> secrets, int status,
                                           std::string_view body, std::vector<account>& out)
{
    if (status == nothing_registered) {
        out.clear();
        return read_missing_answer(secrets, body);
    }
    const json_document parsed(body);
    const json::object* const object = parsed.object();
    std::vector<account> read;
    bool is_list = object != nullptr;
    if (object)
        for (const auto& [name, described] : *object) {
            auto found = read_entry(of, std::string_view(name.data(), name.size()), described);
            if (!found)
                continue;
            is_list = is_list && !found->is_other;
            read.push_back(std::move(found->shown));
        }
    if (is_list && (!read.empty() || object->empty())) {
        out = std::move(read);
        return std::nullopt;
    }
    if (object && error_member(*object))
        return read_success_with_error(status, body, secrets, false);
    return unexpected_content(status, "the answer is not a list of accounts");
}

} // namespace useapi::accounts
