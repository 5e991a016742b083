#include "runwayml/account_answer.hpp"

#include "accounts/account_name.hpp"
#include "client/server_error.hpp"
#include "retry/effect_of_status.hpp"
#include "runwayml/account_codec.hpp"

#include <utility>

namespace useapi::runwayml {
namespace {

constexpr int nothing_configured = 404;
constexpr int login_refused = 401;

bool has_account_member(const account& read) noexcept
{
    return !read.email().empty() || !read.password().empty() || read.max_jobs() || read.use_workspace() ||
           read.jwt();
}

bool is_web_page(std::string_view body) noexcept
{
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && body[begin] == '<';
}

error unexpected(int status, std::string detail)
{
    return error(errc::unexpected_content, effect::unknown).status(status).detail(std::move(detail));
}

error said(server_error texts, effect what_it_did, int status)
{
    return error(texts.code, what_it_did)
        .status(status)
        .server_error(std::move(texts.error))
        .server_details(std::move(texts.details));
}

/** What a 2xx answer with `error` means. */
error refusal(int status, std::string_view body, std::span<const std::string_view> secrets, bool has_account)
{
    server_error texts = read_server_error(login_refused, body, secrets);
    // Any text that tells of no login is to a 401 the API token's.
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

} // namespace

std::optional<error> read_account_answer(const account_question& asked, int status, std::string_view body,
                                         account& out)
{
    const bool removes = asked.operation == account_operation::remove;
    account read;
    if (parse_account(body, {}, read)) {
        if (!removes || is_web_page(body))
            return unexpected(status, "the answer is no account");
        return std::nullopt;
    }
    const bool has_account = has_account_member(read);
    if (!read.email().empty() && match_account(read.email(), asked.email) != account_match::same)
        return unexpected(status, "the answer is about another account");
    if (read.error() && (!has_account || asked.operation == account_operation::upsert))
        return refusal(status, body, asked.secrets, has_account);
    if (removes)
        return std::nullopt;
    if (!has_account)
        return unexpected(status, "the answer is no account");
    if (const std::string_view email = fuller_email(read.email(), asked.email); email != read.email())
        read.email(std::string(email));
    out = std::move(read);
    return std::nullopt;
}

std::optional<error> read_missing_answer(std::span<const std::string_view> secrets, std::string_view body)
{
    server_error texts = read_server_error(nothing_configured, body, secrets);
    if (!texts.is_foreign)
        return std::nullopt;
    return said(std::move(texts), effect::rejected, nothing_configured).detail(std::string(foreign_answer));
}

std::optional<error> read_accounts_answer(std::span<const std::string_view> secrets, int status,
                                          std::string_view body, std::vector<account>& out)
{
    if (status == nothing_configured) {
        out.clear();
        return read_missing_answer(secrets, body);
    }
    if (!parse_accounts(body, out))
        return std::nullopt;
    account instead;
    if (!parse_account(body, {}, instead) && instead.error())
        return refusal(status, body, secrets, false);
    return unexpected(status, "the answer is no list of accounts");
}

} // namespace useapi::runwayml
