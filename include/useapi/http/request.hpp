#ifndef USEAPI_HTTP_REQUEST_HPP
#define USEAPI_HTTP_REQUEST_HPP

#include <useapi/http/field.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::http {

/** A request to the service that no named operation makes.

    The client adds `Host`, `Authorization`, `User-Agent`, `Accept`, `Content-Length` and the fields that its
    connection needs; a request that sets one of these fields is refused. Everything is checked before any
    byte is sent: CR, LF, NUL and other controls are refused in the method, the target and the fields.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class request
{
public:
    /** @param method  a token such as `GET`, but neither `CONNECT` nor `TRACE`.
        @param path    follows the base URL, such as `/features/?email=a@b.c`. It starts with `/`, and must be
                       percent-encoded. */
    request(std::string method, std::string path)
        : method_(std::move(method)), path_(std::move(path)),
          idempotent_(method_ == "GET" || method_ == "HEAD" || method_ == "PUT" || method_ == "DELETE" ||
                      method_ == "OPTIONS")
    {
    }

    /** Adds a header field. */
    request& add_field(std::string name, std::string value) &
    {
        fields_.emplace_back(std::move(name), std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    request add_field(std::string name, std::string value) &&
    {
        return std::move(add_field(std::move(name), std::move(value)));
    }

    /** The content and its media type, such as `application/json`. */
    request& content(std::string media_type, std::string body) &
    {
        media_type_ = std::move(media_type);
        body_ = std::move(body);
        return *this;
    }

    /** The same for a temporary. */
    request content(std::string media_type, std::string body) &&
    {
        return std::move(content(std::move(media_type), std::move(body)));
    }

    /** Whether sending the request twice has the same effect as once. Only such a request is sent again after
        an attempt of effect `unknown`. Default: by the method (RFC 9110 section 9.2.2); `POST` is not
        idempotent. */
    request& idempotent(bool value) & noexcept
    {
        idempotent_ = value;
        return *this;
    }

    /** The same for a temporary. */
    request idempotent(bool value) && noexcept { return std::move(idempotent(value)); }

    /** The path for observers, such as `/features/?email={email}`: it must not name a customer. It is not
        sent to the service. Default: empty. */
    request& url_template(std::string value) &
    {
        url_template_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    request url_template(std::string value) && { return std::move(url_template(std::move(value))); }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& method() const noexcept { return method_; }

    const std::string& path() const noexcept { return path_; }

    const std::vector<field>& fields() const noexcept { return fields_; }

    const std::string& media_type() const noexcept { return media_type_; }

    const std::string& body() const noexcept { return body_; }

    bool idempotent() const noexcept { return idempotent_; }

    const std::string& url_template() const noexcept { return url_template_; }

    ///@}

private:
    std::string method_;
    std::string path_;
    std::vector<field> fields_;
    std::string media_type_;
    std::string body_;
    std::string url_template_;
    bool idempotent_;
};

} // namespace useapi::http

#endif
