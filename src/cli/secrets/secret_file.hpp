#ifndef USEAPI_SRC_CLI_SECRETS_SECRET_FILE_HPP
#define USEAPI_SRC_CLI_SECRETS_SECRET_FILE_HPP

#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** Reads a secret to the end of its file, 64 KiB at most, and leaves no copy of it but `out`.
    @return 0, or the error number
*/
[[nodiscard]] int read_secret(int descriptor, secret& out);

/** Without its end (LF or CRLF), and without a byte order mark in front; blanks are part of it. */
[[nodiscard]] secret first_line_of(const secret& content);

/** The value alone, of what may be a line for a shell or an environment file: without `export`, `VARIABLE=`
   and quotes around it. */
[[nodiscard]] secret bare_value(const secret& line, std::string_view variable);

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

    /** Every line that is not empty. @throws usage_error  also if every line is empty */
    [[nodiscard]] std::vector<secret> lines() const;

    /** A line about an ordinary file that its owner's group or others may read or change; else empty. */
    [[nodiscard]] std::string warning() const;

    /** All of it. Lives as long as this. */
    [[nodiscard]] std::string_view content() const noexcept { return content_.reveal(); }

    /** Whether the file is an ordinary one, and others than its owner may do anything with it. */
    [[nodiscard]] bool accessible_to_others() const noexcept { return accessible_to_others_; }

private:
    std::string path_;
    std::string purpose_;
    secret content_;
    bool readable_by_others_ = false;
    bool writable_by_others_ = false;
    bool accessible_to_others_ = false;
};

} // namespace useapi::cli

#endif
