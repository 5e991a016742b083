#ifndef USEAPI_SRC_BULK_REFUSE_HPP
#define USEAPI_SRC_BULK_REFUSE_HPP

#include <useapi/errc.hpp>
#include <useapi/error.hpp>

#include <string>
#include <utility>

namespace useapi::bulk {

/** Throws a `useapi::exception` with `errc::invalid_argument` and this detail. */
[[noreturn]] inline void refuse(std::string detail)
{
    throw exception(error(errc::invalid_argument).detail(std::move(detail)));
}

} // namespace useapi::bulk

#endif
