#include "accounts/service/login_refusal.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi;
using namespace useapi::accounts;

namespace {

error corrected(int status, errc code, const char* text)
{
    service_traits of;
    of.login_statuses = {401};
    error refused{code};
    refused.status(status).effect(effect::unknown).server_error(text);
    correct_login_refusal(of, status, refused);
    return refused;
}

} // namespace

BOOST_AUTO_TEST_SUITE(login_refusals)

// A user would look for the fault in the request, and not in the password.
BOOST_AUTO_TEST_CASE(refused_password_is_told_whichever_status_refuses_it)
{
    for (const int status : {400, 401, 403, 422})
        BOOST_TEST_CONTEXT(status)
        {
            const error refused = corrected(status, errc::request_refused, "The password is wrong");
            BOOST_TEST(refused.code() == errc::credentials_refused);
            BOOST_TEST((refused.effect() == effect::rejected));
        }
}

// A user would change a password that is right, and would be told that the POST was not applied, although it
// may have been.
BOOST_AUTO_TEST_CASE(failure_that_mentions_a_password_refuses_none)
{
    const struct
    {
        int status;
        errc code;
    } rows[] = {
        {404, errc::unexpected_content},
        {500, errc::server_failed},
        {501, errc::server_failed},
    };

    for (const auto& [status, code] : rows)
        BOOST_TEST_CONTEXT(status)
        {
            const error failed = corrected(status, code, "The password could not be stored");
            BOOST_TEST(failed.code() == code);
            BOOST_TEST((failed.effect() == effect::unknown));
        }
}

BOOST_AUTO_TEST_SUITE_END()
