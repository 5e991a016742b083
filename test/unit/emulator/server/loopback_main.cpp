#define BOOST_TEST_MODULE emulator_loopback
#include <boost/test/unit_test.hpp>
