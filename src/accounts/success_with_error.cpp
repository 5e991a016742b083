#include "accounts/success_with_error.hpp"

#include "accounts/json/json_members.hpp"
#include "client/server_error.hpp"
#include "retry/effect_of_status.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace useapi::accounts {
namespace {

namespace json = boost::json;

constexpr int login_refused = 401;

error said(server_error texts, effect what_it_did, int status)
{
    return error(texts.code, what_it_did)
        .status(status)
        .server_error(std::move(texts.error))
        .server_details(std::move(texts.details));
}

} // namespace

std::optional<int> parse_error_status(std::string_view body)
{
    error_code ec;
    const json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    const json::object* const object = ec ? nullptr : parsed.if_object();
    const auto status = object ? integer_member(*object, "code") : std::nullopt;
    return status && *status >= 400 && *status <= 599 ? status : std::nullopt;
}

error read_success_with_error(int status, std::string_view body, std::span<const std::string_view> secrets,
                              bool has_account)
{
    server_error texts = read_server_error(login_refused, body, secrets);
    // With a 401, every text that is not about a login is about the API token.
    if (texts.code != errc::token_refused)
        return said(std::move(texts), effect::rejected, status);
    if (has_account) {
        texts.code = errc::account_in_error_state;
        return said(std::move(texts), effect::unknown, status);
    }
    const auto named = parse_error_status(body);
    texts.code = named ? read_server_error(*named, body, secrets).code : errc::unexpected_content;
    const bool is_no = make_error_code(texts.code) == condition::refused;
    const effect unless_no = named ? retry::effect_of_status(*named) : effect::unknown;
    return said(std::move(texts), is_no ? effect::rejected : unless_no, status);
}

error unexpected_content(int status, std::string detail)
{
    return error(errc::unexpected_content, effect::unknown).status(status).detail(std::move(detail));
}

} // namespace useapi::accounts
