#ifndef USEAPI_SRC_VOCABULARY_ERROR_FACTS_HPP
#define USEAPI_SRC_VOCABULARY_ERROR_FACTS_HPP

#include "vocabulary/request_outline.hpp"

#include <useapi/error.hpp>
#include <useapi/rate_limit.hpp>

#include <memory>
#include <optional>

namespace useapi::detail {

/** What few look at in an error. It lies behind one pointer, so that an error does not grow with it, and is
    never changed once an error has it. */
struct error_facts
{
    std::shared_ptr<const http::response> response;
    std::optional<rate_limit> quota;
    request_outline request;
};

class error_access
{
public:
    /** A copy of the facts that is this error's own, to be changed before the error is copied. */
    static error_facts& change(error& of);
};

} // namespace useapi::detail

#endif
