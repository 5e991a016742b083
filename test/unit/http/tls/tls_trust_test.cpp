#include "http/tls/tls_trust.hpp"

#include "unit/set_variable.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>

BOOST_AUTO_TEST_SUITE(tls_trust)

// A user would lose the advice of `useapi doctor`: it would say that the system trusts an authority although
// OpenSSL finds none, and every handshake would fail without a hint at the reason.
BOOST_AUTO_TEST_CASE(only_files_that_openssl_looks_for_count_as_authorities)
{
    struct row
    {
        const char* name;
        std::size_t counted;
    };

    const row rows[] = {
        {"5ed36f99.0", 1}, {"5ed36f99.12", 1},         {"5ed36f99.r0", 0}, {"5ed36f99.", 0},
        {"5ed36f9.0", 0},  {"ca-certificates.crt", 0}, {"README", 0},      {"5ed36f99x0", 0},
        {"5ED36F99.0", 0}, {"5ed36f99.0.old", 0},      {"5ed36f990", 0},   {"5ed36f99-0.0", 0},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            const useapi::test::temporary_folder empty;
            const useapi::test::temporary_folder folder;
            folder.file(r.name, "");
            const useapi::test::set_variable file("SSL_CERT_FILE", folder.path("missing"));
            const useapi::test::set_variable folders("SSL_CERT_DIR", empty.path("") + ":" + folder.path(""));
            BOOST_TEST(useapi::http::inspect_system_trust().authorities == r.counted);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
