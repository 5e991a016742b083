#ifndef USEAPI_SRC_RUNWAYML_ACCOUNT_CODEC_HPP
#define USEAPI_SRC_RUNWAYML_ACCOUNT_CODEC_HPP

#include <useapi/errc.hpp>
#include <useapi/runwayml/account.hpp>
#include <useapi/runwayml/account_settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::runwayml {

/** Appends the settings as a JSON object, written straight into `out`: no tree is built.

    Afterwards `out` holds a password, which its owner must wipe. Memory is reserved before the password is
    written, so that `out` does not grow and leave a copy in memory.
*/
void append_json(std::string& out, const account_settings& settings);

/** Appends the same with another text in place of the password. */
void append_json(std::string& out, const account_settings& settings, std::string_view password);

/** Appends the settings as multipart/form-data with this boundary. `out` must be wiped as after
    `append_json`.

    @see RFC 7578
*/
void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary);

/** Appends the same with another text in place of the password. */
void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary,
                      std::string_view password);

/** A boundary that occurs in none of the values. It is derived only from the email and `seed`: a boundary is
    sent in a header, so nothing in it may come from a password. */
std::string choose_boundary(const account_settings& settings, std::uint64_t seed);

/** Reads one account. Unknown members are ignored, missing ones stay unset, and members with an unexpected
    type count as missing. `errc::unexpected_content` if the text is not a JSON object.

    @param email  the account's email if the answer names none, or masks this one; may be empty.
    @param out    unchanged if the text is refused.
*/
error_code parse_account(std::string_view text, std::string_view email, account& out);

/** Reads the object keyed by email that `GET /accounts` answers. If the value of an email is `null`, or
    anything else than an object, the account has only its email. A member with another name counts only if it
    is an object. `errc::unexpected_content` if the text is not a JSON object, if it has members but no
    account, or if the email of an account differs from its key: accounts that such a list lacks may still be
    registered.

    @param out  unchanged if the text is refused.
*/
error_code parse_accounts(std::string_view text, std::vector<account>& out);

} // namespace useapi::runwayml

#endif
