#ifndef USEAPI_TEST_UNIT_BULK_REFUSAL_HPP
#define USEAPI_TEST_UNIT_BULK_REFUSAL_HPP

#include <useapi/errc.hpp>
#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace useapi::bulk::testing {

/** The message with which `work` is refused; empty if it is not refused. */
template <class Function>
std::string message_of_refusal(Function work)
{
    try {
        work();
    } catch (const exception& refused) {
        BOOST_TEST((refused.reason().code() == errc::invalid_argument));
        return refused.reason().detail();
    }
    return {};
}

} // namespace useapi::bulk::testing

#endif
