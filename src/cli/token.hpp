#pragma once

#include <useapi/secret.hpp>

#include <string>

namespace useapi::cli {

class console;

/** The API token: from the file where one is named, else from the environment.
    @throws usage_error  where there is none
*/
[[nodiscard]] secret find_token(const std::string& token_file, secret from_environment, console& out);

} // namespace useapi::cli
