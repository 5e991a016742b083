#include "accounts/service/service_url.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi::accounts;

BOOST_AUTO_TEST_SUITE(service_urls)

// A ledger knows a service by this URL. A user would lose the finished rows of an import: it would be begun
// anew because the URL of the same service has another form.
BOOST_AUTO_TEST_CASE(url_of_a_service_does_not_depend_on_how_its_base_is_written)
{
    struct row
    {
        const char* base_url;
        const char* url;
    };

    const row rows[] = {
        {"https://api.useapi.net", "https://api.useapi.net/v2/pixverse/accounts"},
        {"https://api.useapi.net/", "https://api.useapi.net/v2/pixverse/accounts"},
        {"https://api.useapi.net/v1/runwayml", "https://api.useapi.net/v2/pixverse/accounts"},
        {"https://api.useapi.net/v1/runwayml//", "https://api.useapi.net/v2/pixverse/accounts"},
        {"https://gateway.test:8443/useapi/v1/runwayml/",
         "https://gateway.test:8443/useapi/v2/pixverse/accounts"},
        {"gateway.test/useapi/v1/runwayml", "gateway.test/useapi/v2/pixverse/accounts"},
    };
    service_traits pixverse;
    pixverse.accounts_path = "/v2/pixverse/accounts";
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.base_url)
        {
            BOOST_TEST(service_url(r.base_url, pixverse) == r.url);
        }
}

BOOST_AUTO_TEST_SUITE_END()
