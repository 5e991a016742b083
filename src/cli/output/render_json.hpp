#ifndef USEAPI_SRC_CLI_OUTPUT_RENDER_JSON_HPP
#define USEAPI_SRC_CLI_OUTPUT_RENDER_JSON_HPP

#include "cli/accounts/account_view.hpp"

#include <useapi/bulk/check_report.hpp>
#include <useapi/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

// Each function returns one line, with its newline. The shapes are part of the command's contract: see
// README.md.

[[nodiscard]] std::string account_json(const account_view& account);
[[nodiscard]] std::string accounts_json(const std::vector<account_view>& accounts);
[[nodiscard]] std::string deleted_json(std::string_view email);
[[nodiscard]] std::string error_json(const error& failure);
/// An error that occurred before there was a call.
[[nodiscard]] std::string error_json(std::string_view code, std::string_view message);

/// The result of `accounts validate`.
[[nodiscard]] std::string validation_json(const bulk::check_report& found, bool is_good);
/// The result for an input with invalid rows.
[[nodiscard]] std::string invalid_input_json(const bulk::check_report& found);

} // namespace useapi::cli

#endif
