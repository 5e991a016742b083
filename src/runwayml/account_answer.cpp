#include "runwayml/account_answer.hpp"

#include "accounts/account_name.hpp"
#include "accounts/foreign_answer.hpp"
#include "accounts/success_with_error.hpp"
#include "runwayml/account_codec.hpp"

#include <utility>

namespace useapi::runwayml {
namespace {

constexpr int nothing_configured = 404;

bool has_account_member(const account& read) noexcept
{
    return !read.email().empty() || !read.password().empty() || read.max_jobs() || read.use_workspace() ||
           read.workspace() || read.jwt();
}

} // namespace

std::optional<error> read_account_answer(const account_question& asked, int status, std::string_view body,
                                         account& out)
{
    const bool removes = asked.operation == account_operation::remove;
    account read;
    if (parse_account(body, {}, read)) {
        if (!removes || accounts::is_web_page(body))
            return accounts::unexpected_content(status, "the answer is not an account");
        return std::nullopt;
    }
    const bool has_account = has_account_member(read);
    if (!read.email().empty() && match_account(read.email(), asked.email) != account_match::same)
        return accounts::unexpected_content(status, "the answer is about another account");
    if (read.error() && (!has_account || asked.operation == account_operation::upsert))
        return accounts::read_success_with_error(status, body, asked.secrets, has_account);
    if (removes)
        return std::nullopt;
    if (!has_account)
        return accounts::unexpected_content(status, "the answer is not an account");
    if (const std::string_view email = fuller_email(read.email(), asked.email); email != read.email())
        read.email(std::string(email));
    out = std::move(read);
    return std::nullopt;
}

std::optional<error> read_accounts_answer(std::span<const std::string_view> secrets, int status,
                                          std::string_view body, std::vector<account>& out)
{
    if (status == nothing_configured) {
        out.clear();
        return accounts::read_missing_answer(secrets, body);
    }
    if (!parse_accounts(body, out))
        return std::nullopt;
    account instead;
    if (!parse_account(body, {}, instead) && instead.error())
        return accounts::read_success_with_error(status, body, secrets, false);
    return accounts::unexpected_content(status, "the answer is not a list of accounts");
}

} // namespace useapi::runwayml
