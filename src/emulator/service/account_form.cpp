#include "emulator/service/account_form.hpp"

#include "emulator/service/multipart.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace useapi::emulator {
namespace {

namespace json = boost::json;

// The fields of both kinds of body, before they are checked. If a member has the wrong type, `error` has the
// refusal.
struct raw_form
{
    std::optional<std::string> email;
    std::optional<std::string> password;
    std::optional<std::int64_t> max_jobs;
    std::optional<std::string> use_workspace;
    std::optional<std::string> error;
};

constexpr const char* max_jobs_rule = "maxJobs must be a whole number from 1 to 10";
constexpr const char* workspace_rule = "useWorkspace must be true or a team id";

raw_form refused(std::string reason)
{
    raw_form form;
    form.error = std::move(reason);
    return form;
}

std::optional<std::string> read_text(const json::object& from, std::string_view name, raw_form& form)
{
    const auto* member = from.if_contains(name);
    if (member == nullptr)
        return std::nullopt;
    const auto* text = member->if_string();
    if (text == nullptr) {
        form.error = std::string(name) + " must be a string";
        return std::nullopt;
    }
    return std::string(*text);
}

void read_workspace(const json::value& member, raw_form& form)
{
    if (member.is_bool() && member.get_bool())
        form.use_workspace = "true";
    else if (member.is_string())
        form.use_workspace = std::string(member.get_string());
    else if (member.is_int64())
        form.use_workspace = std::to_string(member.get_int64());
    else
        form.error = workspace_rule;
}

// The service has only one kind of number: 5.0 is 5.
std::optional<std::int64_t> whole_number(double number)
{
    constexpr double beyond_any_rule = 1e15;
    if (!(std::abs(number) < beyond_any_rule) || std::floor(number) != number)
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

raw_form read_json(std::string_view body)
{
    boost::system::error_code ec;
    const auto parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    if (ec || !parsed.is_object())
        return refused("Request body is not a JSON object");
    const auto& members = parsed.get_object();

    raw_form form;
    form.email = read_text(members, "email", form);
    form.password = read_text(members, "password", form);
    if (const auto* max_jobs = members.if_contains("maxJobs")) {
        if (max_jobs->is_int64())
            form.max_jobs = max_jobs->get_int64();
        else if (max_jobs->is_double())
            form.max_jobs = whole_number(max_jobs->get_double());
        if (!form.max_jobs)
            form.error = max_jobs_rule;
    }
    if (const auto* workspace = members.if_contains("useWorkspace"))
        read_workspace(*workspace, form);
    return form;
}

raw_form read_multipart(std::string_view content_type, std::string_view body)
{
    auto parsed = parse_multipart(content_type, body);
    if (auto* reason = std::get_if<std::string>(&parsed))
        return refused(std::move(*reason));
    const auto& fields = std::get<form_fields>(parsed);
    const auto field = [&fields](std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::optional<std::string>() : found->second;
    };

    raw_form form;
    form.email = field("email");
    form.password = field("password");
    form.use_workspace = field("useWorkspace");
    if (const auto text = field("maxJobs")) {
        double number = 0;
        const auto* end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, number);
        if (error == std::errc() && rest == end)
            form.max_jobs = whole_number(number);
        if (!form.max_jobs)
            form.error = max_jobs_rule;
    }
    return form;
}

bool is_media_type(std::string_view content_type, std::string_view wanted)
{
    const auto type = content_type.substr(0, content_type.find_first_of("; \t"));
    if (type.size() != wanted.size())
        return false;
    for (std::size_t i = 0; i < type.size(); ++i) {
        const char c = type[i] >= 'A' && type[i] <= 'Z' ? static_cast<char>(type[i] - 'A' + 'a') : type[i];
        if (c != wanted[i])
            return false;
    }
    return true;
}

bool is_address(std::string_view email)
{
    const auto at = email.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == email.size() || email.rfind('@') != at)
        return false;
    for (const char c : email) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f)
            return false;
    }
    return true;
}

std::optional<std::string> objection(const raw_form& form, std::string_view path_email)
{
    if (form.error)
        return form.error;
    if (!is_address(path_email))
        return "The path does not end with an email address";
    if (!form.email || form.email->empty())
        return "email is required";
    if (*form.email != path_email)
        return "email in the body does not equal the email in the path";
    if (!form.password || form.password->empty())
        return "password is required";
    if (!form.max_jobs)
        return "maxJobs is required";
    if (*form.max_jobs < 1 || *form.max_jobs > 10)
        return max_jobs_rule;
    if (form.use_workspace && form.use_workspace->empty())
        return workspace_rule;
    return std::nullopt;
}

} // namespace

std::variant<account, std::string> read_account_form(std::string_view path_email,
                                                     std::string_view content_type, std::string_view body)
{
    raw_form form;
    if (is_media_type(content_type, "application/json"))
        form = read_json(body);
    else if (is_media_type(content_type, "multipart/form-data"))
        form = read_multipart(content_type, body);
    else
        form = refused("Content-Type must be application/json or multipart/form-data");

    if (auto reason = objection(form, path_email))
        return std::move(*reason);
    account read(std::move(*form.email), std::move(*form.password), static_cast<int>(*form.max_jobs));
    read.use_workspace(std::move(form.use_workspace));
    return read;
}

} // namespace useapi::emulator
