#ifndef USEAPI_HTTP_FIELD_HPP
#define USEAPI_HTTP_FIELD_HPP

#include <string>
#include <utility>

namespace useapi::http {

/** A header field: a name, compared without case, and a value. @see RFC 9110 section 5 */
class field
{
public:
    /** Checks neither name nor value: a request with a malformed field is refused when it is sent. */
    field(std::string name, std::string value) : name_(std::move(name)), value_(std::move(value)) {}

    /** The name as it was given or received; compared without case. */
    const std::string& name() const noexcept { return name_; }

    /** The value. A received one has no blanks at its ends. */
    const std::string& value() const noexcept { return value_; }

private:
    std::string name_;
    std::string value_;
};

} // namespace useapi::http

#endif
