#ifndef USEAPI_SRC_EMULATOR_SERVICE_ANSWER_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_ANSWER_HPP

#include "emulator/faults/fault.hpp"
#include "emulator/options.hpp"
#include "emulator/service/account.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::emulator {

/** An answer before it is rendered as bytes. */
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

/// `{"error":"...","code":STATUS}`.
[[nodiscard]] answer error_answer(unsigned status, std::string_view error);
/// The answer to a token without accounts.
[[nodiscard]] answer nothing_configured_answer(empty_list form = empty_list::prose);
/// 596: the account's session is refused.
[[nodiscard]] answer account_error_answer(std::string_view email, std::string_view reason);
/// The account as the service shows it, with its password masked.
[[nodiscard]] answer account_answer(unsigned status, const account& shown, workspace_form form);
/// An object keyed by email.
[[nodiscard]] answer accounts_answer(const std::map<std::string, account>& shown, workspace_form form);
/// Credits, storage and workspaces of an account.
[[nodiscard]] answer features_answer(const account& of);
/// The jobs under way.
[[nodiscard]] answer jobs_answer(const std::vector<std::string>& tasks);
/// The accounts of a token at one service, and the service's name in the answer.
using service_accounts = std::pair<std::string_view, std::map<std::string, account>>;

/** The subscription of a token.
    @param limit  accounts that it may hold; 0 for a limit that no test reaches
*/
[[nodiscard]] answer subscription_answer(const std::vector<service_accounts>& all, std::size_t limit);
/** The answer of a status fault.
    @param email  of the account that the request is about; empty if it names none
    @param now    makes the time of a `Retry-After`
*/
[[nodiscard]] answer fault_answer(const fault& status_fault, std::string_view email,
                                  std::chrono::system_clock::time_point now);

/// The account as JSON text.
[[nodiscard]] std::string account_json(const account& shown, workspace_form form);

/// "2026-11-06T08:49:37.000Z".
[[nodiscard]] std::string iso_time(std::chrono::system_clock::time_point when);

/** "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7). */
[[nodiscard]] std::string http_date(std::chrono::system_clock::time_point when);

/** The answer as HTTP/1.1 bytes, with a `Date` unless it has one.
    @param announced  the value of `Connection`; empty for no such field
    @return the bytes, and the size of the header
*/
[[nodiscard]] std::pair<std::string, std::size_t> render(const answer& shown, std::string_view announced,
                                                         std::chrono::system_clock::time_point now);

} // namespace useapi::emulator

#endif
