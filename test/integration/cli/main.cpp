#define BOOST_TEST_MODULE integration_cli
#include <boost/test/unit_test.hpp>
