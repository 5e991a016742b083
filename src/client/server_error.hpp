#ifndef USEAPI_SRC_CLIENT_SERVER_ERROR_HPP
#define USEAPI_SRC_CLIENT_SERVER_ERROR_HPP

#include <useapi/errc.hpp>

#include <span>
#include <string>
#include <string_view>

namespace useapi {

/** The content of an answer that is not 2xx, in whatever form it came.

    The body may be `{"error", "errorDetails", "code"}` with any of them missing and `error` a string or an
    object, prose, an HTML page, or empty. The texts are printable, on one line, at most 512 bytes each.
*/
struct server_error
{
    errc code = errc::unexpected_status;
    std::string error;
    std::string details;
    std::string retry_after; ///< the text in the body; at most 64 bytes, or empty
    bool is_foreign = false; ///< something in front of the service answered: see `foreign_answer`
};

/** The text for people about an answer that is not from the service. */
inline constexpr std::string_view foreign_answer =
    "what answers is not the service, but a gateway, a proxy or another web server";

/** Tells what `status` means to this API, with the body's help where a status has several meanings.

    A refusal counts only where the service made it. Its texts are JSON or a sentence: a web page, and what
   web servers say of a path that they do not know (`{"error":"Not Found"}`), come from something in front of
   it, or from another server. With 404, 405 and 410 such an answer is `errc::unexpected_content`, since the
   address is wrong; with 500 `errc::server_failed`, whatever its words; with any other 4xx but 408 and 429
    `errc::service_unavailable`, since it says nothing of the token or the account.

    @param secrets  texts to be blotted out of what the server says, should it echo them.
*/
server_error read_server_error(int status, std::string_view body, std::span<const std::string_view> secrets);

/** A field of an answer, to be shown: printable, on one line, at most 128 bytes.
    @param secrets  texts to be blotted out, should the server echo them. */
std::string readable_field(std::string_view value, std::span<const std::string_view> secrets);

/** Blots out secrets, also where they are written as in JSON or in a URL. A short one goes only where it is a
    word of its own. */
void blot_out_secrets(std::string& text, std::span<const std::string_view> secrets);

} // namespace useapi

#endif
