#ifndef USEAPI_SRC_VOCABULARY_ERROR_FACTS_HPP
#define USEAPI_SRC_VOCABULARY_ERROR_FACTS_HPP

#include "vocabulary/request_outline.hpp"

#include <useapi/error.hpp>
#include <useapi/rate_limit.hpp>

#include <memory>
#include <optional>

namespace useapi::detail {

/** Facts of an error that few programs read. They lie behind one pointer, so that an error does not grow with
    them. They never change once an error has them. */
struct error_facts
{
    std::shared_ptr<const http::response> response;
    std::optional<rate_limit> quota;
    request_outline request;
};

class error_access
{
public:
    /** Makes a copy of the facts for this error, to change before the error is copied. */
    static error_facts& change(error& of);
};

} // namespace useapi::detail

#endif
