#include "runwayml/account_codec.hpp"

#include "accounts/account_name.hpp"
#include "accounts/json/json_document.hpp"
#include "accounts/json/json_members.hpp"
#include "runwayml/epoch_time.hpp"
#include "runwayml/ordinary_account.hpp"

#include <useapi/secret.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

using accounts::cut;
using accounts::error_member;
using accounts::filled_member;
using accounts::id_member;
using accounts::integer_member;
using accounts::number_member;
using accounts::text_member;

constexpr std::size_t longest_workspace_text = 512;

std::optional<jwt::time_point> epoch_member(const json::object& object, std::string_view name)
{
    const auto seconds = number_member(object, name);
    return seconds ? time_from_epoch(*seconds) : std::nullopt;
}

workspace read_workspace(const json::object& object)
{
    workspace read;
    if (auto id = id_member(object, "id"))
        read.id(std::move(*id));
    if (auto name = filled_member(object, "name"))
        read.name(std::move(*name));
    for (const std::string_view member : {"plan", "currentPlan"})
        if (auto plan = filled_member(object, member); plan && !read.plan())
            read.plan(std::move(*plan));
    std::string text = json::serialize(object);
    cut(text, longest_workspace_text);
    return std::move(read.json(std::move(text)));
}

bool names_workspace(std::string_view name) noexcept
{
    // The first letter may be upper or lower case.
    return name.find("orkspace") != std::string_view::npos || name == "team" || name.ends_with("Team");
}

/** The workspace that was found. The name of its member is not documented. An object with an id under an
    unknown name may be a workspace, or may hold a secret: its members are not read. */
std::optional<workspace> found_workspace(const json::object& object)
{
    std::optional<workspace> perhaps;
    for (const auto& [key, value] : object) {
        const std::string_view name(key.data(), key.size());
        if (!value.is_object() || name == "jwt" || name == "error")
            continue;
        if (names_workspace(name))
            return read_workspace(value.get_object());
        if (id_member(value.get_object(), "id"))
            perhaps = workspace();
    }
    return perhaps;
}

std::optional<std::string> workspace_of(const json::object& object)
{
    const json::value* const found = object.if_contains("useWorkspace");
    if (found && found->is_bool() && found->get_bool())
        return "true";
    return id_member(object, "useWorkspace");
}

jwt read_jwt(const json::object& object)
{
    jwt read;
    if (const auto token = text_member(object, "token"))
        read.token(secret(*token));
    if (const auto expires = epoch_member(object, "exp"))
        read.expires_at(*expires);
    if (const auto issued = epoch_member(object, "iat"))
        read.issued_at(*issued);
    if (auto id = id_member(object, "id"))
        read.id(std::move(*id));
    return read;
}

account read_account(const json::object& object, std::string_view email)
{
    const std::string_view shown = text_member(object, "email").value_or(std::string_view());
    account read{std::string(fuller_email(shown, email))};
    if (const auto password = text_member(object, "password"))
        read.password(secret(*password));
    if (const auto jobs = integer_member(object, "maxJobs"))
        read.max_jobs(*jobs);
    if (auto workspace = workspace_of(object))
        read.use_workspace(std::move(*workspace));
    if (auto found = found_workspace(object))
        read.workspace(std::move(*found));
    if (const json::value* const token = object.if_contains("jwt"); token && token->is_object())
        read.jwt(read_jwt(token->get_object()));
    if (auto wrong = error_member(object))
        read.error(std::move(*wrong));
    return read;
}

} // namespace

error_code parse_account(std::string_view text, std::string_view email, account& out)
{
    if (read_ordinary_account(text, email, out))
        return {};
    const accounts::json_document parsed(text);
    const json::object* const object = parsed.object();
    if (!object)
        return errc::unexpected_content;
    out = read_account(*object, email);
    return {};
}

error_code parse_accounts(std::string_view text, std::vector<account>& out)
{
    const accounts::json_document parsed(text);
    const json::object* const accounts = parsed.object();
    if (!accounts)
        return errc::unexpected_content;
    std::vector<account> read;
    read.reserve(accounts->size());
    for (const auto& [key, described] : *accounts) {
        const std::string_view email(key.data(), key.size());
        const bool is_email = email.find('@') != std::string_view::npos;
        if (described.is_object())
            read.push_back(read_account(described.get_object(), email).key(std::string(email)));
        else if (is_email)
            read.emplace_back(std::string(email));
        if (is_email && match_account(read.back().email(), email) == account_match::other)
            return errc::unexpected_content;
    }
    if (read.empty() && !accounts->empty())
        return errc::unexpected_content;
    out = std::move(read);
    return {};
}

} // namespace useapi::runwayml
