#ifndef USEAPI_SRC_CLI_EXPLAIN_ERROR_GUIDE_HPP
#define USEAPI_SRC_CLI_EXPLAIN_ERROR_GUIDE_HPP

#include <useapi/errc.hpp>

#include <string_view>
#include <vector>

namespace useapi::cli {

/** Why a call fails with a code, and what to do about it. Sentences, with words of the command line and of
   the library between backticks; doc/errors.md has the same. */
struct explanation
{
    std::string_view cause;
    std::string_view cure;
};

/** @param code  one of `every_code()` */
[[nodiscard]] explanation explain(errc code) noexcept;

/** In the order of `errc`. */
[[nodiscard]] std::vector<errc> every_code();

} // namespace useapi::cli

#endif
