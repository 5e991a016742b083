#define BOOST_TEST_MODULE exhaustive_inputs
#include <boost/test/unit_test.hpp>
