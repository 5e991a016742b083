#ifndef USEAPI_SRC_CLI_EXPLAIN_ERROR_GUIDE_HPP
#define USEAPI_SRC_CLI_EXPLAIN_ERROR_GUIDE_HPP

#include <useapi/errc.hpp>

#include <string_view>
#include <vector>

namespace useapi::cli {

/** Why a call fails with a code, and what to do about it. The texts are sentences, with names of options and
    of the library between backticks. doc/errors.md has the same texts. */
struct explanation
{
    std::string_view cause;
    std::string_view cure;
};

/** @param code  one of `every_code()` */
[[nodiscard]] explanation explain(errc code) noexcept;

/** All codes in the order of `errc`. */
[[nodiscard]] std::vector<errc> every_code();

} // namespace useapi::cli

#endif
