#ifndef USEAPI_TEST_UNIT_PRINTING_HPP
#define USEAPI_TEST_UNIT_PRINTING_HPP

#include <useapi/error.hpp>

#include <ostream>

// Boost.Test shows the operands of what failed; the library itself has no use for these.
namespace useapi {

inline std::ostream& operator<<(std::ostream& out, errc value)
{
    return out << make_error_code(value).message();
}

inline std::ostream& operator<<(std::ostream& out, condition value)
{
    return out << make_error_condition(value).message();
}

inline std::ostream& operator<<(std::ostream& out, retry_refusal value)
{
    return out << to_string(value);
}

} // namespace useapi

#endif
