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

    `out` holds a password afterwards, which is its owner's to wipe; room is made before it is written, so
    that no copy stays behind in memory that `out` had outgrown.
*/
void append_json(std::string& out, const account_settings& settings);

/** The same with another text in place of the password. */
void append_json(std::string& out, const account_settings& settings, std::string_view password);

/** Appends the settings as multipart/form-data with this boundary. `out` is as after `append_json`.

    @see RFC 7578
*/
void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary);

/** The same with another text in place of the password. */
void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary,
                      std::string_view password);

/** A boundary that occurs in none of the values, derived from the email and `seed` alone: a boundary travels
    in a header, which is no place for anything that comes from a password. */
std::string choose_boundary(const account_settings& settings, std::uint64_t seed);

/** Reads one account. Unknown members are passed over, missing ones stay unset, members of an unexpected
    type count as missing. `errc::unexpected_content` where the text is not a JSON object.

    @param email  the account's email if the answer names none, or masks this one; may be empty.
    @param out    left as it was where the text is refused.
*/
error_code parse_account(std::string_view text, std::string_view email, account& out);

/** Reads the object keyed by email that `GET /accounts` answers. An email with `null` or anything else that
    is no object is an account with its email alone; a member of another name counts only where
    it is an object. `errc::unexpected_content` for text that is no JSON object, for an object that has
   members and no account among them, and for an account whose own email differs from its key:
   what is missing from such a list may be registered all the same.

    @param out  left as it was where the text is refused.
*/
error_code parse_accounts(std::string_view text, std::vector<account>& out);

} // namespace useapi::runwayml

#endif
