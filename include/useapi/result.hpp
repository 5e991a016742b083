#ifndef USEAPI_RESULT_HPP
#define USEAPI_RESULT_HPP

#include <useapi/error.hpp>

#include <boost/system/result.hpp>

namespace useapi {

/** A value, or the `error` that kept it from being.

    `if (outcome)` asks, `*outcome` and `outcome->` use the value, `outcome.error()` tells why not, and
    `outcome.value()` throws `useapi::exception` if there is an error.
*/
template <class T>
using result = boost::system::result<T, error>;

} // namespace useapi

#endif
