#include "emulator/service/sibling.hpp"

#include "emulator/service/fake_jwt.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <utility>

namespace useapi::emulator {
namespace {

namespace json = boost::json;

constexpr std::array siblings{
    sibling{.name = "pixverse",
            .title = "PixVerse API",
            .path = "/v2/pixverse",
            .key = sibling_key::email,
            .posts_to_account = true,
            .most_jobs = 8,
            .needs_jobs = true,
            .created = 201,
            .replaced = 201,
            .refused = 401,
            .refusal = "Wrong email or password",
            .fields = "email,password",
            .key_member = "",
            .session = R"("jwt":{"token":"********","exp":%})"},
    sibling{.name = "kling",
            .title = "Kling API",
            .path = "/v1/kling",
            .key = sibling_key::email,
            .posts_to_account = false,
            .most_jobs = 50,
            .needs_jobs = true,
            .created = 201,
            .replaced = 201,
            .refused = 400,
            .refusal = "Wrong email or password",
            .fields = "email,password",
            .key_member = "",
            .session = R"("session":{"ExpireTime":%})"},
    sibling{.name = "dreamina",
            .title = "Dreamina API",
            .path = "/v1/dreamina",
            .key = sibling_key::region_and_email,
            .posts_to_account = false,
            .most_jobs = 50,
            .needs_jobs = false,
            .created = 200,
            .replaced = 200,
            .refused = 500,
            .refusal = "Login failed: invalid credentials",
            .fields = "email,password,region",
            .key_member = "",
            .session = R"("session":{"ExpireTime":%})"},
    sibling{.name = "mureka",
            .title = "Mureka API",
            .path = "/v1/mureka",
            .key = sibling_key::id,
            .posts_to_account = false,
            .most_jobs = 0,
            .needs_jobs = false,
            .created = 201,
            .replaced = 201,
            .refused = 400,
            .refusal = "Wrong email or password",
            .fields = "email,password|token,refresh_token",
            .key_member = "id",
            .session = R"("ExpireTimeUTC":%)"},
    sibling{.name = "minimax",
            .title = "MiniMax API",
            .path = "/v1/minimax",
            .key = sibling_key::id,
            .posts_to_account = false,
            .most_jobs = 10,
            .needs_jobs = true,
            .created = 201,
            .replaced = 201,
            .refused = 401,
            .refusal = "Invalid credentials",
            .fields = "token,url",
            .key_member = "account",
            .session = R"("jwt":{"token":"********","exp":%})"},
};

std::string_view take_until(std::string_view& text, char end)
{
    const auto taken = text.substr(0, text.find(end));
    text.remove_prefix(taken.size() == text.size() ? taken.size() : taken.size() + 1);
    return taken;
}

std::string text_in(const json::object& members, std::string_view name)
{
    const auto* found = members.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

/// The first field of a set that is missing; empty if none is.
std::string_view missing_of(const json::object& members, std::string_view set)
{
    while (!set.empty()) {
        const auto name = take_until(set, ',');
        if (text_in(members, name).empty())
            return name;
    }
    return {};
}

std::optional<std::string> missing_field(const sibling& of, const json::object& members)
{
    std::string_view first;
    for (auto sets = of.fields; !sets.empty();) {
        const auto missing = missing_of(members, take_until(sets, '|'));
        if (missing.empty())
            return std::nullopt;
        if (first.empty())
            first = missing;
    }
    return std::string(first) + " is required";
}

/// 0 if the field is missing, which only some services allow; nothing if it breaks the rule.
std::optional<int> jobs_in(const sibling& of, const json::object& members)
{
    const auto* found = members.if_contains("maxJobs");
    if (found == nullptr)
        return of.needs_jobs ? std::nullopt : std::optional(0);
    if (!found->is_int64() || found->get_int64() < 1 || found->get_int64() > of.most_jobs)
        return std::nullopt;
    return static_cast<int>(found->get_int64());
}

/// The secrets with which the service logs in.
std::string secret_in(const json::object& members)
{
    for (const std::string_view name : {"password", "token"})
        if (auto text = text_in(members, name); !text.empty())
            return text;
    return {};
}

std::string key_for(const sibling& of, const json::object& members)
{
    auto email = text_in(members, "email");
    if (of.key == sibling_key::email)
        return email;
    if (of.key == sibling_key::region_and_email)
        return text_in(members, "region") + ':' + email;
    return std::to_string(fake_account_id(email.empty() ? secret_in(members) : email));
}

std::string json_quoted(std::string_view text)
{
    return json::serialize(json::string(text.data(), text.size()));
}

std::string session_text(const sibling& of, std::chrono::system_clock::time_point logged_in_at)
{
    constexpr std::chrono::hours length{30 * 24};
    std::string text(of.session);
    const auto ends =
        std::chrono::duration_cast<std::chrono::seconds>((logged_in_at + length).time_since_epoch());
    return text.replace(text.find('%'), 1, std::to_string(ends.count()));
}

std::string account_text(const sibling& of, const account& shown)
{
    const std::string_view key = shown.email();
    std::string text = of.key_member.empty() ? "" : json_quoted(of.key_member) + ':' + json_quoted(key) + ',';
    if (of.key == sibling_key::email)
        text += R"("email":)" + json_quoted(key) + ',';
    if (of.key == sibling_key::region_and_email)
        text += R"("region":)" + json_quoted(key.substr(0, key.find(':'))) + R"(,"email":)" +
                json_quoted(key.substr(key.find(':') + 1)) + ',';
    if (shown.max_jobs() != 0)
        text += R"("maxJobs":)" + std::to_string(shown.max_jobs()) + ',';
    if (shown.error())
        text += R"("error":)" + json_quoted(*shown.error()) + ',';
    return '{' + text + session_text(of, shown.logged_in_at()) + '}';
}

} // namespace

std::span<const sibling> all_siblings() noexcept
{
    return siblings;
}

const sibling* find_sibling(std::string_view path) noexcept
{
    for (const auto& each : siblings) {
        if (path.starts_with(each.path) && path.substr(each.path.size()).starts_with("/accounts"))
            return &each;
    }
    return nullptr;
}

std::variant<account, std::string> read_sibling_form(const sibling& of, std::string_view path_key,
                                                     std::string_view body)
{
    boost::system::error_code ec;
    const auto parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    if (ec || !parsed.is_object())
        return "Request body is not a JSON object";
    const auto& members = parsed.get_object();
    if (auto missing = missing_field(of, members))
        return std::move(*missing);
    const auto jobs = jobs_in(of, members);
    if (!jobs)
        return "maxJobs must be a whole number from 1 to " + std::to_string(of.most_jobs);
    auto key = key_for(of, members);
    if (!path_key.empty() && email_key(path_key) != email_key(key))
        return "email must be that of the path";
    return account(std::move(key), secret_in(members), *jobs);
}

answer sibling_account_answer(const sibling& of, unsigned status, const account& shown)
{
    return answer(status, "application/json; charset=utf-8", account_text(of, shown));
}

answer sibling_accounts_answer(const sibling& of, const std::map<std::string, account>& shown)
{
    std::string text = "{";
    for (const auto& [key, each] : shown) {
        if (text.size() > 1)
            text += ',';
        text += json_quoted(key) + ':' + account_text(of, each);
    }
    return answer(200, "application/json; charset=utf-8", text + "}");
}

} // namespace useapi::emulator
