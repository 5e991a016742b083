#ifndef USEAPI_SRC_ACCOUNTS_SUCCESS_WITH_ERROR_HPP
#define USEAPI_SRC_ACCOUNTS_SUCCESS_WITH_ERROR_HPP

#include <useapi/error.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::accounts {

/** The status in the `code` of an error in JSON: 400 to 599, as a number or as text. */
std::optional<int> parse_error_status(std::string_view body);

/** The meaning of an answer that came with 2xx and has an `error`.

    The texts of a refused login count whatever the status: `errc::credentials_refused`,
    `errc::account_suspended`. Another error of an account is `errc::account_in_error_state`, effect
   `unknown`. An error without an account has the meaning of the status in its `code`. Without a `code` it is
   `errc::unexpected_content`, effect `unknown`.

    @param secrets      removed from the server's texts
    @param has_account  the error belongs to an account that the answer describes */
error read_success_with_error(int status, std::string_view body, std::span<const std::string_view> secrets,
                              bool has_account);

/** `errc::unexpected_content`, effect `unknown`. */
error unexpected_content(int status, std::string detail);

} // namespace useapi::accounts

#endif
