#ifndef USEAPI_SRC_CLIENT_SERVER_ERROR_HPP
#define USEAPI_SRC_CLIENT_SERVER_ERROR_HPP

#include <useapi/errc.hpp>

#include <span>
#include <string>
#include <string_view>

namespace useapi {

/** The error in the content of an answer that is not 2xx, in any form.

    The body may be `{"error", "errorDetails", "code"}` with any of them missing and `error` a string or an
    object, prose, an HTML page, or empty. The texts are printable, on one line, at most 512 bytes each.
*/
struct server_error
{
    errc code = errc::unexpected_status;
    std::string error;
    std::string details;
    std::string retry_after; ///< the text in the body; at most 64 bytes, or empty
    bool is_foreign = false; ///< another server in front of the service answered: see `foreign_answer`
};

/** The text for people about an answer that is not from the service. */
inline constexpr std::string_view foreign_answer =
    "the answer comes from a gateway, a proxy or another web server, not from the service";

/** The meaning of `status` in this API. If a status has several meanings, the body decides.

    A refusal counts only if the service made it. The service answers with JSON or a sentence. A web page, or
    a web server's text about an unknown path (`{"error":"Not Found"}`), comes from another server, perhaps in
    front of the service. With 404, 405 and 410 such an answer is `errc::unexpected_content`, since the
    address is wrong. With 500 it is `errc::server_failed`, whatever its text. With any other 4xx except 408
    and 429 it is `errc::service_unavailable`, since it tells nothing about the token or the account.

    @param secrets  texts that are removed from the server's texts if the server repeats them.
*/
server_error read_server_error(int status, std::string_view body, std::span<const std::string_view> secrets);

/** A field of an answer in a form that can be shown: printable, on one line, at most 128 bytes.
    @param secrets  texts that are removed if the server repeats them. */
std::string readable_field(std::string_view value, std::span<const std::string_view> secrets);

/** Replaces secrets, also if they are encoded as in JSON or in a URL. A short secret is replaced only if it
    is a separate word. */
void blot_out_secrets(std::string& text, std::span<const std::string_view> secrets);

} // namespace useapi

#endif
