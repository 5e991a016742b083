#include "accounts/service/login_refusal.hpp"

#include "client/server_error.hpp"
#include "http/connect/authority.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace useapi::accounts {
namespace {

constexpr std::array<std::string_view, 3> credential_words = {"password", "credential", "username"};

bool is_about_credentials(std::string_view text) noexcept
{
    return std::any_of(credential_words.begin(), credential_words.end(),
                       [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_about_api_token(const error& refused, std::string_view text)
{
    return http::lower_case(refused.server_error()) == "unauthorized" || text == " " ||
           text.find("api token") != std::string_view::npos;
}

/** Whether the code may come from a status that has another meaning for this service. */
bool is_open_to_correction(const error& refused, bool is_login_status) noexcept
{
    const error_code code = refused.code();
    if (code == errc::account_in_error_state)
        return is_login_status;
    return code == errc::token_refused || code == errc::request_refused || code == errc::server_failed ||
           code == errc::login_failed || code == errc::unexpected_content;
}

bool may_name_credentials(int status) noexcept
{
    return status == 0 || status == 400 || status == 401 || status == 403 || status == 422;
}

} // namespace

void correct_login_refusal(const service_traits& of, int status, error& refused)
{
    const bool is_login_status = of.refuses_login_with(status);
    const bool is_foreign = refused.detail() == foreign_answer;
    if (!is_open_to_correction(refused, is_login_status) || (is_foreign && status != 500))
        return;
    const std::string text = http::lower_case(refused.server_error() + ' ' + refused.server_details());
    if (refused.code() == errc::token_refused && is_about_api_token(refused, text))
        return;
    const bool says_something = !is_foreign && text != " ";
    const bool is_readable = !is_foreign && (is_login_status || may_name_credentials(status));
    if (is_readable && is_about_credentials(text))
        refused.code(errc::credentials_refused).effect(effect::rejected);
    else if (is_readable && is_login_status && text.find("suspended") != std::string::npos)
        refused.code(errc::account_suspended).effect(effect::rejected);
    else if (is_login_status && refused.code() != errc::account_in_error_state)
        refused.code(errc::login_failed).effect(says_something ? effect::rejected : refused.effect());
}

} // namespace useapi::accounts
