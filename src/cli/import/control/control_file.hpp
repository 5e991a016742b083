#ifndef USEAPI_SRC_CLI_IMPORT_CONTROL_CONTROL_FILE_HPP
#define USEAPI_SRC_CLI_IMPORT_CONTROL_CONTROL_FILE_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace useapi::cli {

/** The settings of a control file for a running import; a setting that it does not name stays as the command
 * line has it. */
struct control_settings
{
    bool paused = false;
    std::optional<std::size_t> concurrency;
    std::optional<double> rate; ///< accounts a second

    bool operator==(const control_settings&) const = default;
};

/** Reads lines such as `paused = true`, `concurrency = 4` and `rate = 0.5`; `#` begins a comment.
    @return the settings, or what is wrong with the text */
[[nodiscard]] std::variant<control_settings, std::string> read_control(std::string_view text);

/** A control file that is read again and again. A missing or empty file has no settings. */
class control_file
{
public:
    explicit control_file(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] bool is_named() const noexcept { return !name_.empty(); }

    /** @return the settings, or the problem with the text; nothing if the file has not changed since the last
                call */
    [[nodiscard]] std::optional<std::variant<control_settings, std::string>> look();

private:
    std::string name_;
    std::string last_;
};

} // namespace useapi::cli

#endif
