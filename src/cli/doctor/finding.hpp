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
    warning, ///< works, but will end soon or has a weakness
    failure,
    skipped ///< an earlier failure prevents it
};

/** The finding of one check of `useapi doctor`. */
struct finding
{
    std::string_view check; ///< the subject of the check, such as `clock`; a literal
    cli::verdict verdict = cli::verdict::ok;
    std::string text;
    std::string hint; ///< what to do about it
    std::vector<std::pair<std::string_view, std::string>> facts{};
    exit_code code = exit_code::failed; ///< the exit code if this check failed
};

/** The finding of a check that failed.
    @param hint  what to do about it; may be empty
    @param code  the exit code if it is the first failure */
[[nodiscard]] finding failed_check(std::string_view check, std::string text, std::string hint,
                                   exit_code code);

/** The exit code of all findings: that of the first failure. Warnings do not count. */
[[nodiscard]] exit_code exit_code_of(const std::vector<finding>& findings) noexcept;

/** One line for each finding, with its hint below it. */
[[nodiscard]] std::string finding_lines(const std::vector<finding>& findings, bool colors);

/** `{"healthy":...,"checks":[{"check":...,"verdict":...,"message":...,"hint":...,"facts":{...}}]}` */
[[nodiscard]] std::string findings_json(const std::vector<finding>& findings);

} // namespace useapi::cli

#endif
