#include "emulator/service/route.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

using namespace useapi::emulator;

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(parse_target_each_form_endpoint_and_email)
{
    struct
    {
        const char* target;
        endpoint found;
        std::string email;
    } const cases[] = {
        {"/v1/runwayml/accounts", endpoint::all_accounts, ""},
        {"/v1/runwayml/accounts?page=2", endpoint::all_accounts, ""},
        {"/v1/runwayml/accounts/", endpoint::unknown, ""},
        {"/v1/runwayml/accounts/a@b.c", endpoint::one_account, "a@b.c"},
        {"/v1/runwayml/accounts/a+tag@b.c?x=1", endpoint::one_account, "a+tag@b.c"},
        {"/v1/runwayml/accounts/a%20%22b@c.d", endpoint::one_account, "a \"b@c.d"},
        {"/v1/runwayml/accounts/a%2fb@c.d", endpoint::one_account, "a/b@c.d"},
        {"/v1/runwayml/accounts/%C3%A9@b.c", endpoint::one_account, "\xC3\xA9@b.c"},
        {"/v1/runwayml/accounts/a%40b.c", endpoint::one_account, "a%40b.c"},
        {"/v1/runwayml/accounts/a%2Bt@b.c", endpoint::one_account, "a%2Bt@b.c"},
        {"/v1/runwayml/accounts/a%2540b.c", endpoint::one_account, "a%40b.c"},
        {"/v1/runwayml/accounts/50%@b.c", endpoint::one_account, "50%@b.c"},
        {"/v1/runwayml/accounts/a@b.c%4", endpoint::one_account, "a@b.c%4"},
        {"/v1/runwayml/accounts/a@b.c/more", endpoint::unknown, ""},
        {"/v1/runwayml/features/?email=a+b@c.d", endpoint::features, "a+b@c.d"},
        {"/v1/runwayml/features?x=1&email=a%40c.d", endpoint::features, "a@c.d"},
        {"/v1/runwayml/features/", endpoint::features, ""},
        {"/v1/runwayml/features/?email", endpoint::features, ""},
        {"/v1/runwayml/features/?email=", endpoint::features, ""},
        {"/v1/runwayml/features/?xemail=a@b.c", endpoint::features, ""},
        {"/v1/runwayml", endpoint::unknown, ""},
        {"/v2/pixverse/accounts", endpoint::all_accounts, ""},
        {"/v2/pixverse/accounts/a%2Bt%40b.c", endpoint::one_account, "a+t@b.c"},
        {"/v2/pixverse/accounts/a/b", endpoint::unknown, ""},
        {"/v2/pixverse/scheduler", endpoint::unknown, ""},
        {"/v2/runwayml/accounts", endpoint::unknown, ""},
        {"/", endpoint::unknown, ""},
        {"", endpoint::unknown, ""},
        {"*", endpoint::unknown, ""},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.target)
        {
            const auto found = parse_target(c.target);
            BOOST_TEST((found.target == c.found));
            BOOST_TEST(found.email == c.email);
        }
    }
}

BOOST_AUTO_TEST_CASE(allows_each_endpoint_its_methods)
{
    const auto takes = [](const char* target, request_method method) {
        return allows(parse_target(target), method);
    };
    BOOST_TEST(takes("/v1/runwayml/accounts/a@b.c", request_method::get));
    BOOST_TEST(takes("/v1/runwayml/accounts/a@b.c", request_method::post));
    BOOST_TEST(takes("/v1/runwayml/accounts/a@b.c", request_method::del));
    BOOST_TEST(!takes("/v1/runwayml/accounts/a@b.c", request_method::other));
    BOOST_TEST(takes("/v1/runwayml/accounts", request_method::get));
    BOOST_TEST(!takes("/v1/runwayml/accounts", request_method::post));
    BOOST_TEST(!takes("/v1/runwayml/features", request_method::del));
    BOOST_TEST(!takes("/v1/runwayml", request_method::get));
    BOOST_TEST(takes("/v2/pixverse/accounts/a%40b.c", request_method::post));
    BOOST_TEST(!takes("/v2/pixverse/accounts", request_method::post));
}

BOOST_AUTO_TEST_CASE(parse_method_is_case_sensitive)
{
    BOOST_TEST((parse_method("GET") == request_method::get));
    BOOST_TEST((parse_method("POST") == request_method::post));
    BOOST_TEST((parse_method("DELETE") == request_method::del));
    BOOST_TEST((parse_method("post") == request_method::other));
    BOOST_TEST((parse_method("PATCH") == request_method::other));
}

BOOST_AUTO_TEST_SUITE_END()
