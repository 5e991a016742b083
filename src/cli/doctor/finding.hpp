#ifndef USEAPI_SRC_CLI_DOCTOR_FINDING_HPP
#define USEAPI_SRC_CLI_DOCTOR_FINDING_HPP

#include "cli/exit_code.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {

enum class verdict
{
    ok,
    warning, ///< works, but not for ever, or not well
    failure,
    skipped ///< an earlier failure prevents it
};

/** The finding of one check of `useapi doctor`. */
struct finding
{
    std::string_view check; ///< what was looked at, such as `clock`; a literal
    cli::verdict verdict = cli::verdict::ok;
    std::string text;
    std::string hint; ///< what to do about it
    std::vector<std::pair<std::string_view, std::string>> facts{};
    exit_code code = exit_code::failed; ///< what a failure ends the process with
};

/** The exit code of all of them: that of the first failure. Warnings do no harm. */
[[nodiscard]] exit_code exit_code_of(const std::vector<finding>& findings) noexcept;

/** A line each, with its hint below it. */
[[nodiscard]] std::string finding_lines(const std::vector<finding>& findings, bool colors);

/** `{"healthy":...,"checks":[{"check":...,"verdict":...,"message":...,"hint":...,"facts":{...}}]}` */
[[nodiscard]] std::string findings_json(const std::vector<finding>& findings);

} // namespace useapi::cli

#endif
