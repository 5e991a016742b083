#ifndef USEAPI_TESTING_REPLY_HPP
#define USEAPI_TESTING_REPLY_HPP

#include <useapi/http/field.hpp>
#include <useapi/runwayml/account.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::testing {

/** The reply of the far end to a whole request. Setters chain; a temporary is returned by value.

    `reply()` sends nothing: by itself it is a server that never answers, and with `then` one that hangs up.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class reply
{
public:
    /** How the connection goes on after the reply was sent. */
    enum class ending
    {
        keep_open, ///< The next request may come on it.
        close,     ///< A proper end of the stream.
        reset      ///< The connection breaks. Bytes that were sent but not read are lost.
    };

    reply() = default;

    /** @param bytes  sent as they are, well-formed HTTP or not. */
    explicit reply(std::string bytes) : bytes_(std::move(bytes)) {}

    /** A complete answer.

        @param status  200 to 599.
        @param body    its content, whose length is announced; none for 204. */
    static reply of(int status, std::string_view body = {});

    /** An error of the service, in its form: `{"error": text, "errorDetails": details, "code": status}`.

        @param status   400 to 599.
        @param text     tells some errors of one status apart: 401 with `Unauthorized` is
                        `errc::token_refused`, with `Wrong username/password combination.` it is
                        `errc::credentials_refused`.
        @param details  left out if empty. */
    static reply error(int status, std::string_view text, std::string_view details = {});

    /** The service's description of an account, which answers `upsert_account` and `get_account`. An upsert
        fails if this description has an error, or another email than the one that was registered.

        @param shown   the account. Only its members that are set are sent. The password is sent unchanged. */
    static reply account(const runwayml::account& shown);

    /** The answer to `list_accounts`: the accounts by their emails, or the service's 404 if there are
        none. */
    static reply accounts(const std::vector<runwayml::account>& shown);

    /** Never answers. */
    static reply silence() { return reply(); }

    /** Adds a header field to a complete answer. */
    reply& add_field(std::string name, std::string value) &;

    /** The same for a temporary. */
    reply add_field(std::string name, std::string value) &&
    {
        return std::move(add_field(std::move(name), std::move(value)));
    }

    /** Adds `Retry-After` to a complete answer. */
    reply& retry_after(std::chrono::seconds value) &;

    /** The same for a temporary. */
    reply retry_after(std::chrono::seconds value) && { return std::move(retry_after(value)); }

    /** Delays the reply by so much, in virtual time. Default 0. */
    reply& after(std::chrono::milliseconds value) & noexcept
    {
        after_ = value;
        return *this;
    }

    /** The same for a temporary. */
    reply after(std::chrono::milliseconds value) && noexcept { return std::move(after(value)); }

    /** How the connection goes on. Default: it stays open. */
    reply& then(ending value) & noexcept
    {
        ending_ = value;
        return *this;
    }

    /** The same for a temporary. */
    reply then(ending value) && noexcept { return std::move(then(value)); }

    /** Sends further bytes. They arrive along with the first bytes, and are read after them. */
    reply& followed_by(std::string value) &
    {
        follow_up_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    reply followed_by(std::string value) && { return std::move(followed_by(std::move(value))); }

    /** Sends only the first bytes, head included. `Content-Length` stays that of the whole answer. Default:
        all. */
    reply& cut_at(std::size_t size) & noexcept
    {
        cut_at_ = size;
        return *this;
    }

    /** The same for a temporary. */
    reply cut_at(std::size_t size) && noexcept { return std::move(cut_at(size)); }

    /** The bytes that are sent. */
    std::string bytes() const;

    /** The bytes that follow the answer on the same connection. */
    const std::string& follow_up() const noexcept { return follow_up_; }

    /** The virtual time from the complete request to the reply. */
    std::chrono::milliseconds after() const noexcept { return after_; }

    /** How the connection goes on. */
    ending ending_kind() const noexcept { return ending_; }

private:
    int status_ = 0;    ///< 0: `bytes_` are sent as they are
    std::string bytes_; ///< or the content of a complete answer
    std::vector<http::field> fields_;
    std::string follow_up_;
    std::size_t cut_at_ = static_cast<std::size_t>(-1);
    std::chrono::milliseconds after_{0};
    ending ending_ = ending::keep_open;
};

} // namespace useapi::testing

#endif
