#ifndef USEAPI_SRC_RUNWAYML_ACCOUNT_ANSWER_HPP
#define USEAPI_SRC_RUNWAYML_ACCOUNT_ANSWER_HPP

#include <useapi/error.hpp>
#include <useapi/runwayml/account.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace useapi::runwayml {

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
    account_operation operation;
    std::string_view email;
    std::span<const std::string_view> secrets; ///< removed from the server's texts
};

/** Decides whether a 2xx answer about one account is a success, and reads the account.

    A status of 2xx is not enough:
    - An answer that names another account belongs to another request: `errc::unexpected_content`, effect
      `unknown`. An answer that names no account, or a masked one that fits, is accepted.
    - An upsert whose account carries `error` registered no account that works. The texts of a refused login
      are
      `errc::credentials_refused` and `errc::account_suspended`, effect `rejected`; any other text is
      `errc::account_in_error_state`, effect `unknown`, since the settings may be stored.
    - A body with `error` and no member of an account is an error of any operation. It has the meaning of the
      status in its `code`; without a `code` it is `errc::unexpected_content`.
    - Anything else without a member of an account (`{}`, a list, a web page) is `errc::unexpected_content`,
      effect `unknown`. `remove` needs no account in the answer, and refuses only a web page.

    @param out  the account, on success; `remove` does not change it.
    @return nothing on success. The error has its code, effect, status and the server's texts.
*/
std::optional<error> read_account_answer(const account_question& asked, int status, std::string_view body,
                                         account& out);

/** Decides whether an answer to `GET /accounts` is a list of accounts, and reads it.

    A 404 means that there are no accounts, unless another server in front of the service sent it: see
    `accounts::read_missing_answer`. The rules for `error` and for other content are those of
    `read_account_answer`.

    @param out  the accounts, on success.
*/
std::optional<error> read_accounts_answer(std::span<const std::string_view> secrets, int status,
                                          std::string_view body, std::vector<account>& out);

} // namespace useapi::runwayml

#endif
