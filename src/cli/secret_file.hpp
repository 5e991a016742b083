#pragma once

#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** Files that hold secrets. What was read of them is overwritten before these functions return.
    @throws usage_error  that names the file and the reason, never its content
*/
class secret_file
{
public:
    /** @param purpose  what the file holds, for messages: `the API token` */
    secret_file(std::string path, std::string_view purpose);

    /** The first line without its end (LF or CRLF); blanks are part of it.
        @throws usage_error  also where it is empty */
    [[nodiscard]] secret first_line() const;

    /** Every line that is not empty. @throws usage_error  also where there is none */
    [[nodiscard]] std::vector<secret> lines() const;

    /** Whether the file is an ordinary one that others than its owner may read. */
    [[nodiscard]] bool readable_by_others() const noexcept { return readable_by_others_; }

private:
    std::string path_;
    std::string purpose_;
    secret content_;
    bool readable_by_others_ = false;
};

} // namespace useapi::cli
