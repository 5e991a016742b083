#ifndef USEAPI_SRC_ACCOUNTS_LOGIN_REFUSAL_HPP
#define USEAPI_SRC_ACCOUNTS_LOGIN_REFUSAL_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/error.hpp>

namespace useapi::accounts {

/** Corrects the code of an answer to a POST where it tells that the login was refused, which the service
    may say with a status that means something else to Runway.

    Such an answer is never repeated, since logins that fail can lock the account. So an answer with a status
    of `service_traits::login_statuses` counts as `errc::login_failed` unless its text tells another reason.
    Texts about a password or credentials are `errc::credentials_refused`, effect `rejected`. A 401 with the
    text `Unauthorized`, or about the API token, is `errc::token_refused`. An answer that something in front
   of the service made stays what it is, but for a 500 where the service itself refuses logins with 500.

    @param status  of the answer, or that which the content of an answer with 2xx names; 0 for none. */
void correct_login_refusal(const service_traits& of, int status, error& refused);

} // namespace useapi::accounts

#endif
