#ifndef USEAPI_SRC_TESTING_SERVICE_CONTENT_HPP
#define USEAPI_SRC_TESTING_SERVICE_CONTENT_HPP

#include <useapi/runwayml/account.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** The content of answers as the accounts API documents it, in JSON. */
std::string error_content(int status, std::string_view text, std::string_view details);
std::string account_content(const runwayml::account& shown);
std::string accounts_content(const std::vector<runwayml::account>& shown);

} // namespace useapi::testing

#endif
