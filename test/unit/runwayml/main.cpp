#define BOOST_TEST_MODULE runwayml
#include <boost/test/unit_test.hpp>
