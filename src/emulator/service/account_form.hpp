#ifndef USEAPI_SRC_EMULATOR_SERVICE_ACCOUNT_FORM_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_ACCOUNT_FORM_HPP

#include "emulator/service/account.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace useapi::emulator {

/** Reads and checks the body of `POST /accounts/EMAIL`.
    @param path_email    the address in the path, which the body must repeat
    @param content_type  `application/json` or `multipart/form-data`
    @return the account, or the text of the 400 that refuses it; the text quotes no part of the body
*/
[[nodiscard]] std::variant<account, std::string>
read_account_form(std::string_view path_email, std::string_view content_type, std::string_view body);

} // namespace useapi::emulator

#endif
