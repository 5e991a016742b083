#ifndef USEAPI_HTTP_RESPONSE_HPP
#define USEAPI_HTTP_RESPONSE_HPP

#include <useapi/config.hpp>
#include <useapi/http/field.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::http {

/** A complete answer. @par Thread safety Distinct objects: safe. Shared objects: unsafe. */
class USEAPI_API response
{
public:
    response() = default;

    /** For tests and fakes of your own. */
    response(int status, std::vector<field> fields, std::string body)
        : status_(status), fields_(std::move(fields)), body_(std::move(body))
    {
    }

    /** The status code, 200 to 599. */
    int status() const noexcept { return status_; }

    /** The header fields in the order in which they came; trailer fields are not among them. */
    const std::vector<field>& fields() const noexcept { return fields_; }

    /** The value of the first field of this name, compared without case. */
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /** The content, with its transfer coding removed. */
    const std::string& body() const noexcept { return body_; }

private:
    int status_ = 0;
    std::vector<field> fields_;
    std::string body_;
};

} // namespace useapi::http

#endif
