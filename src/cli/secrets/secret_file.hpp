#ifndef USEAPI_SRC_CLI_SECRETS_SECRET_FILE_HPP
#define USEAPI_SRC_CLI_SECRETS_SECRET_FILE_HPP

#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** Reads a secret to the end of its file, at most 64 KiB. The only copy of it is `out`.
    @return 0, or the error number
*/
[[nodiscard]] int read_secret(int descriptor, secret& out);

/** The first line without its end (LF or CRLF) and without a byte order mark; blanks are part of it. */
[[nodiscard]] secret first_line_of(const secret& content);

/** The value of a line that may be written for a shell or an environment file: without `export`, `VARIABLE=`
    and quotes. */
[[nodiscard]] secret bare_value(const secret& line, std::string_view variable);

/** A file that holds secrets. The functions overwrite the bytes that they read before they return.
    @throws usage_error  names the file and the reason, never the content
*/
class secret_file
{
public:
    /** @param purpose  what the file holds, for messages: `the API token` */
    secret_file(std::string path, std::string_view purpose);

    /** The first line without its end (LF or CRLF); blanks are part of it.
        @throws usage_error  also if it is empty */
    [[nodiscard]] secret first_line() const;

    /** Every line that is not empty. @throws usage_error  also if every line is empty */
    [[nodiscard]] std::vector<secret> lines() const;

    /** A warning if the file's group or others may read or change the file; empty if not, and for a file that
        is not ordinary. */
    [[nodiscard]] std::string warning() const;

    /** The whole content. It lives as long as this object. */
    [[nodiscard]] std::string_view content() const noexcept { return content_.reveal(); }

    /** Whether the file is an ordinary one that other users than its owner may access. */
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
