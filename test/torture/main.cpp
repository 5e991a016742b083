#define BOOST_TEST_MODULE torture
#define BOOST_TEST_NO_MAIN
#include "torture/allocations.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>

int main(int argument_count, char** arguments)
{
    if (!useapi::testing::let_openssl_allocations_fail()) {
        std::fputs("OpenSSL has allocated memory before main()\n", stderr);
        return 1;
    }
    if (!useapi::testing::let_sqlite_allocations_fail()) {
        std::fputs("SQLite was in use before main()\n", stderr);
        return 1;
    }
    return boost::unit_test::unit_test_main(&init_unit_test, argument_count, arguments);
}
