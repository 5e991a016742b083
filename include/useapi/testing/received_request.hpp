#ifndef USEAPI_TESTING_RECEIVED_REQUEST_HPP
#define USEAPI_TESTING_RECEIVED_REQUEST_HPP

#include <useapi/http/field.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** A request as it arrived at the far end of a `memory_network`.

    It holds everything that was sent, the API token and passwords included. The views that it gives live as
    long as it does.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe to assign to, safe to call `const` members of.
*/
class received_request
{
public:
    /** @param text        head and content; a malformed part counts as missing.
        @param connection  which connection it came on, from 1.
        @param at          when it arrived, in time since the clock was made. */
    explicit received_request(std::string text, std::size_t connection = 1,
                              std::chrono::steady_clock::duration at = {});

    /** The method, such as `POST`. */
    std::string_view method() const noexcept { return part(0, method_size_); }

    /** The target of the request, query included, as it was sent: `/v1/runwayml/accounts/user@example.com`.
     */
    std::string_view target() const noexcept { return part(target_at_, target_size_); }

    /** The target without its query. */
    std::string_view path() const noexcept;

    /** The header fields in the order in which they came. */
    const std::vector<http::field>& fields() const noexcept { return fields_; }

    /** The value of the first field of this name, compared without case. */
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /** The content, as it was sent. */
    std::string_view body() const noexcept { return part(body_at_, text_.size()); }

    /** The whole request, as it was sent. */
    const std::string& text() const noexcept { return text_; }

    /** Which connection of the network it came on, from 1; the same number means the same connection. */
    std::size_t connection() const noexcept { return connection_; }

    /** When it arrived, in virtual time from the making of the clock. */
    std::chrono::steady_clock::duration at() const noexcept { return at_; }

private:
    std::string_view part(std::size_t begin, std::size_t size) const noexcept
    {
        return std::string_view(text_).substr(begin, size);
    }

    std::string text_;
    std::size_t method_size_ = 0;
    std::size_t target_at_ = 0;
    std::size_t target_size_ = 0;
    std::size_t body_at_ = 0;
    std::vector<http::field> fields_;
    std::size_t connection_;
    std::chrono::steady_clock::duration at_;
};

} // namespace useapi::testing

#endif
