#ifndef USEAPI_SRC_ACCOUNTS_SERVICE_ANSWER_HPP
#define USEAPI_SRC_ACCOUNTS_SERVICE_ANSWER_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/accounts/account.hpp>
#include <useapi/error.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace useapi::accounts {

/** An operation on one account. Each accepts another answer as a success. */
enum class account_operation
{
    upsert,
    get,
    remove
};

/** The parts of the request that are needed to judge its answer. They are views, which the caller keeps
    alive. */
struct account_question
{
    const service_traits& of;
    account_operation operation;
    std::string_view key;                      ///< empty if only the service knows it
    std::string_view email;                    ///< empty if it is not known
    std::span<const std::string_view> secrets; ///< removed from the server's texts
};

/** Decides whether a 2xx answer about one account is a success, and reads the account.

    - An answer that names another account belongs to another request: `errc::unexpected_content`, effect
      `unknown`. An answer that names no account, or a masked one that fits, is accepted.
    - An upsert whose account carries `error` is `errc::account_in_error_state`, or the refusal of the login
      that its text tells. An answer with an error but no account has the meaning of its `code`: see
      `read_success_with_error`.
    - Anything else without a member of an account is `errc::unexpected_content`, effect `unknown`. `remove`
      needs no account in the answer, and refuses only a web page.

    @param out  the account, on success; `remove` does not change it.
    @return nothing on success. */
std::optional<error> read_service_account(const account_question& asked, int status, std::string_view body,
                                          account& out);

/** Decides whether an answer to `GET` of all accounts is a list of accounts, and reads it: an object keyed by
    the account's key. A 404 of the service itself means that there are no accounts. An entry that names
    another account than its key, and an object with members but without an account, are
    `errc::unexpected_content`.

    @param out  the accounts, on success. */
std::optional<error> read_service_accounts(const service_traits& of,
                                           std::span<const std::string_view> secrets, int status,
                                           std::string_view body, std::vector<account>& out);

} // namespace useapi::accounts

#endif
