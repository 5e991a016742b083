#define BOOST_TEST_MODULE database_comparison
#include <boost/test/unit_test.hpp>
