#ifndef USEAPI_SRC_ACCOUNTS_JSON_TEXT_HPP
#define USEAPI_SRC_ACCOUNTS_JSON_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace useapi::accounts {

/** The most bytes that one byte of a text becomes in JSON. */
inline constexpr std::size_t longest_json_escape = 6;

/** Reserves memory before a password is written: a string that grows leaves a copy in memory that is not
    wiped. */
void reserve_more(std::string& out, std::size_t size);

/** @see RFC 8259 section 7 */
void append_json_string(std::string& out, std::string_view text);

void append_json_number(std::string& out, int value);

} // namespace useapi::accounts

#endif
