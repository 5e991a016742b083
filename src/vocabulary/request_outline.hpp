#ifndef USEAPI_SRC_VOCABULARY_REQUEST_OUTLINE_HPP
#define USEAPI_SRC_VOCABULARY_REQUEST_OUTLINE_HPP

#include <string>
#include <string_view>
#include <vector>

namespace useapi::detail {

/** A request without its secrets, which can be shown. */
struct request_outline
{
    struct field
    {
        std::string name;
        std::string value;
        std::string variable; ///< names a shell variable that follows the value; may be empty
    };

    std::string method; ///< empty: there is no request
    std::string url;
    std::vector<field> fields;
    std::string content; ///< `{{NAME}}` stands for the shell variable of that name
};

/** The mark in content that stands for a shell variable.
    @param name  of capitals, digits and `_` */
std::string variable_mark(std::string_view name);

/** The request as a command line of curl for a POSIX shell, on one line unless the content has several lines;
    empty if there is no request. */
std::string to_curl(const request_outline& request);

} // namespace useapi::detail

#endif
