#define BOOST_TEST_MODULE vocabulary
#include <boost/test/unit_test.hpp>
