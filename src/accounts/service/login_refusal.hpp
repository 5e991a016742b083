#ifndef USEAPI_SRC_ACCOUNTS_LOGIN_REFUSAL_HPP
#define USEAPI_SRC_ACCOUNTS_LOGIN_REFUSAL_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/error.hpp>

namespace useapi::accounts {

/** Corrects the code of an answer to a POST if the answer tells that the login was refused. The service may
    say so with a status that has another meaning for Runway.

    After such an answer the request is never repeated, since failed logins can lock the account. So an answer
    with a status of `service_traits::login_statuses` counts as `errc::login_failed`, unless its text tells
    another reason. Texts about a password or credentials are `errc::credentials_refused`, effect `rejected`.
    A 401 with the text `Unauthorized`, or about the API token, is `errc::token_refused`. The code of an
    answer from another server in front of the service does not change. Only a 500 does, if the service itself
    refuses logins with 500.

    @param status  of the answer; for an answer with 2xx, the status that its content names; 0 for none. */
void correct_login_refusal(const service_traits& of, int status, error& refused);

} // namespace useapi::accounts

#endif
