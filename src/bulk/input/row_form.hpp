#ifndef USEAPI_SRC_BULK_INPUT_ROW_FORM_HPP
#define USEAPI_SRC_BULK_INPUT_ROW_FORM_HPP

#include "accounts/service/account_form.hpp"
#include "accounts/service/service_traits.hpp"

#include <useapi/bulk/account_row.hpp>

#include <string_view>
#include <vector>

namespace useapi::bulk {

// The columns of a service's rows, from its table of traits. A null pointer means Runway.

/** The names of the columns that an input for the service may have, in the order of messages and files. */
std::vector<std::string_view> fields_of(const accounts::service_traits* of);

/** Whether accounts of the service may log in with a password. */
bool has_password(const accounts::service_traits& of) noexcept;

/** Whether every row must have the field. */
bool is_required(const accounts::service_traits* of, std::string_view field) noexcept;

/** Whether a row has a login other than its password, such as a token. */
bool has_alternative_login(const accounts::service_traits& of, const account_row& row) noexcept;

/** The settings that a row has for its account. */
accounts::account_form form_of(const accounts::service_traits& of, const account_row& row);

} // namespace useapi::bulk

#endif
