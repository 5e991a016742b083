#include "cli/command_line/config_file.hpp"

#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace useapi::cli {
namespace {

constexpr std::array<std::string_view, 5> secret_keys{"token", "api-token", "password", "account-password",
                                                      "secret"};

std::optional<std::string> text_of(const toml::node& node)
{
    if (const auto* const text = node.as_string())
        return text->get();
    if (const auto* const whole = node.as_integer())
        return fmt::to_string(whole->get());
    if (const auto* const number = node.as_floating_point())
        return fmt::to_string(number->get());
    if (const auto* const flag = node.as_boolean())
        return flag->get() ? "true" : "false";
    return std::nullopt;
}

class reading
{
public:
    explicit reading(std::string_view file) : file_(file) {}

    void read(const toml::table& table, const std::vector<std::string>& command)
    {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (const auto* const inner = node.as_table()) {
                auto deeper = command;
                deeper.push_back(name);
                read(*inner, deeper);
            } else if (const auto* const list = node.as_array()) {
                for (const toml::node& each : *list)
                    add(command, name, each);
            } else {
                add(command, name, node);
            }
        }
    }

    std::vector<setting> found;

private:
    std::string place(const toml::node& node) const
    {
        return fmt::format("{}:{}", printable(file_), node.source().begin.line);
    }

    void add(const std::vector<std::string>& command, const std::string& name, const toml::node& node)
    {
        for (const std::string_view secret : secret_keys)
            if (name == secret)
                throw usage_error(
                    fmt::format("{}: {}: secrets do not belong in a config file; name a file with "
                                "token-file, or a command with token-command",
                                place(node), name));
        const auto value = text_of(node);
        if (!value)
            throw usage_error(fmt::format("{}: {}: no option has a value of that kind; put it in quotes",
                                          place(node), printable(name)));
        if (name == "proxy" && value->find('@') != std::string::npos)
            throw usage_error(
                fmt::format("{}: proxy: a user and password do not belong in a config file; set "
                            "HTTPS_PROXY to the URL that holds them",
                            place(node)));
        found.push_back({command, name, *value, place(node)});
    }

    std::string_view file_;
};

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

} // namespace

std::vector<setting> read_config(std::string_view text, std::string_view name)
{
    try {
        reading all(name);
        all.read(toml::parse(text), {});
        return std::move(all.found);
    } catch (const toml::parse_error& problem) {
        // The parser's own message may repeat a piece of the file.
        throw usage_error(fmt::format("{}:{}: this line is not TOML, such as base-url = \"https://HOST/v1\"",
                                      printable(name), problem.source().begin.line));
    }
}

std::vector<setting> read_config_file(const std::string& path)
{
    struct stat status{};
    std::ifstream in(path, std::ios::binary);
    if (!in || ::stat(path.c_str(), &status) != 0 || S_ISDIR(status.st_mode))
        throw usage_error(fmt::format("cannot read the config file {}: {}", printable(path),
                                      std::generic_category().message(errno == 0 ? EISDIR : errno)));
    if ((status.st_mode & S_IWOTH) != 0 || (status.st_uid != ::geteuid() && status.st_uid != 0))
        throw usage_error(
            fmt::format("the config file {} is not used: others can write it, and it may name a "
                        "command to run; chmod go-w it, and own it",
                        printable(path)));
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return read_config(text, path);
}

std::string default_config_file()
{
    std::string folder = variable("XDG_CONFIG_HOME");
    if (folder.empty()) {
        folder = variable("HOME");
        if (folder.empty())
            return {};
        folder += "/.config";
    }
    const std::string path = folder + "/useapi/config.toml";
    return ::access(path.c_str(), F_OK) == 0 ? path : std::string();
}

std::vector<setting> environment_settings(const std::vector<std::string>& names)
{
    std::vector<setting> found;
    for (const std::string& name : names) {
        const std::string from = variable_of(name);
        if (std::string value = variable(from.c_str()); !value.empty())
            found.push_back({{}, name, std::move(value), from});
    }
    return found;
}

std::string variable_of(std::string_view name)
{
    std::string made = "USEAPI_";
    for (const char c : name)
        made += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return made;
}

} // namespace useapi::cli
