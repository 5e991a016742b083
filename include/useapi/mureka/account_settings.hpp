#ifndef USEAPI_MUREKA_ACCOUNT_SETTINGS_HPP
#define USEAPI_MUREKA_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <string>
#include <utility>

namespace useapi::mureka {

/** The settings of an account. `upsert_account` checks it before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts of the Mureka API of useapi.net, version 1
*/
class account_settings
{
public:
    /** An account by its email.
        @param email     1 to 254 bytes, ASCII
        @param password  1 to 1024 bytes */
    account_settings(std::string email, secret password)
        : email_(std::move(email)), password_(std::move(password))
    {
    }

    /** An account by the tokens of a session.
        @param token          not empty
        @param refresh_token  not empty */
    static account_settings with_tokens(secret token, secret refresh_token)
    {
        account_settings made({}, {});
        made.token_ = std::move(token);
        made.refresh_token_ = std::move(refresh_token);
        return made;
    }

    ///@{
    /** The value that was set; empty, or nothing, if none was. */
    const std::string& email() const noexcept { return email_; }

    const secret& password() const noexcept { return password_; }

    const secret& token() const noexcept { return token_; }

    const secret& refresh_token() const noexcept { return refresh_token_; }

    ///@}

private:
    std::string email_;
    secret password_;
    secret token_;
    secret refresh_token_;
};

} // namespace useapi::mureka

#endif
