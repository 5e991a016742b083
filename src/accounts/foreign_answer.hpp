#ifndef USEAPI_SRC_ACCOUNTS_FOREIGN_ANSWER_HPP
#define USEAPI_SRC_ACCOUNTS_FOREIGN_ANSWER_HPP

#include <useapi/error.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace useapi::accounts {

/** Whether the content is HTML or XML, which no service of useapi.net answers with. */
bool is_web_page(std::string_view body) noexcept;

/** Decides whether a 404 comes from the service, which answers it if an account, or every account, is
    missing.
    @return nothing if it does; an error if another server in front of the service answered. */
std::optional<error> read_missing_answer(std::span<const std::string_view> secrets, std::string_view body);

} // namespace useapi::accounts

#endif
