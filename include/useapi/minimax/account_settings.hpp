#ifndef USEAPI_MINIMAX_ACCOUNT_SETTINGS_HPP
#define USEAPI_MINIMAX_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace useapi::minimax {

/** The settings of an account. `upsert_account` checks it before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts of the MiniMax API of useapi.net, version 1
*/
class account_settings
{
public:
    /** @param token  of a session in a browser, not empty
        @param url    of a request of that session, not empty */
    account_settings(secret token, secret url) : token_(std::move(token)), url_(std::move(url)) {}

    /** Jobs that may run at once, 1 to 10. Required. */
    account_settings& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_settings max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    ///@{
    /** The value that was set; empty, or nothing, if none was. */
    const secret& token() const noexcept { return token_; }

    const secret& url() const noexcept { return url_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    ///@}

private:
    secret token_;
    secret url_;
    std::optional<int> max_jobs_;
};

} // namespace useapi::minimax

#endif
