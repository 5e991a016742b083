#pragma once

#include "emulator/faults/fault.hpp"
#include "emulator/service/account.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::emulator {

/** An answer before it is put on the wire. */
class answer
{
public:
    /// With no body.
    explicit answer(unsigned status);
    answer(unsigned status, std::string content_type, std::string body);

    answer& header(std::string name, std::string value);

    [[nodiscard]] unsigned status() const noexcept { return status_; }

    [[nodiscard]] const std::string& content_type() const noexcept { return content_type_; }

    [[nodiscard]] const std::string& body() const noexcept { return body_; }

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& headers() const noexcept
    {
        return headers_;
    }

private:
    unsigned status_;
    std::string content_type_;
    std::string body_;
    std::vector<std::pair<std::string, std::string>> headers_;
};

/// `{"error":"..."}`.
[[nodiscard]] answer error_answer(unsigned status, std::string_view error);
/// 404 as the service says it of a token with nothing configured, in prose.
[[nodiscard]] answer nothing_configured_answer();
/// The account as the service shows it, with its password masked.
[[nodiscard]] answer account_answer(unsigned status, const account& shown);
/// An object keyed by email.
[[nodiscard]] answer accounts_answer(const std::map<std::string, account>& shown);
[[nodiscard]] answer features_answer(const account& of);
/// What a status fault answers; `now` makes the date of a `Retry-After`.
[[nodiscard]] answer fault_answer(const fault& status_fault, std::chrono::system_clock::time_point now);

/// The account as JSON text.
[[nodiscard]] std::string account_json(const account& shown);

/** "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7). */
[[nodiscard]] std::string http_date(std::chrono::system_clock::time_point when);

/** The answer as HTTP/1.1 bytes.
    @param announced  what to say of the connection: empty for nothing, else the value of `Connection`
    @return the bytes and how many of them are the header
*/
[[nodiscard]] std::pair<std::string, std::size_t> render(const answer& shown, std::string_view announced,
                                                         std::chrono::system_clock::time_point now);

} // namespace useapi::emulator
