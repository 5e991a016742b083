#ifndef USEAPI_RESULT_HPP
#define USEAPI_RESULT_HPP

#include <useapi/error.hpp>

#include <boost/system/result.hpp>

namespace useapi {

/** A value, or the `error` that explains why there is no value.

    `if (outcome)` tests for success, `*outcome` and `outcome->` use the value, `outcome.error()` returns the
    error, and `outcome.value()` throws `useapi::exception` if there is an error.
*/
template <class T>
using result = boost::system::result<T, error>;

} // namespace useapi

#endif
