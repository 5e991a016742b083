#include "cli/secrets/profiles_file.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

// Otherwise toml++ uses a std::optional and exceptions of its own.
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

constexpr std::int64_t most_in_flight = 10'000;
constexpr std::int64_t most_accounts = 1'000'000;
constexpr double highest_rate = 1e6;
constexpr std::size_t longest_name = 64;

class profiles_reader
{
public:
    profiles_reader(const std::string& path, console& out) : path_(path), out_(out) {}

    std::vector<profile_settings> read(toml::table& root)
    {
        std::vector<profile_settings> found;
        for (auto&& [key, value] : root) {
            if (key != "profiles" || !value.is_table())
                refuse(value, fmt::format("{} is not a table [profiles.NAME]", printable(key.str())));
            for (auto&& [name, table] : *value.as_table())
                found.push_back(read_profile(std::string(name.str()), table));
        }
        if (found.empty())
            throw usage_error(fmt::format("{}: there is no table [profiles.NAME]", printable(path_)));
        for (std::size_t i = 0; i < found.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                require_different(found[i], found[j]);
        return found;
    }

private:
    profile_settings read_profile(std::string name, toml::node& node)
    {
        const auto is_plain = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '_';
        };
        if (name.empty() || name.size() > longest_name || !std::all_of(name.begin(), name.end(), is_plain))
            refuse(node, "a profile's name has 1 to 64 letters, digits, - and _");
        toml::table* const table = node.as_table();
        if (table == nullptr)
            refuse(node, fmt::format("profiles.{} is not a table", name));
        profile_settings read;
        read.name = std::move(name);
        for (auto&& [key, value] : *table)
            read_value(read, key.str(), value);
        if (read.token.empty())
            refuse(node, fmt::format("profile {} has neither token nor token_file", read.name));
        return read;
    }

    void read_value(profile_settings& read, std::string_view key, toml::node& value)
    {
        if (key == "token" || key == "token_file") {
            if (!read.token.empty())
                refuse(value, "a profile has one token: either token or token_file");
            if (key == "token_file")
                read.token_file = next_to_file(text(key, value));
            read.token = key == "token"
                             ? checked_token(take_secret(key, value), "token of profile " + read.name)
                             : token_of(read.token_file);
        } else if (key == "base_url") {
            read.base_url = text(key, value);
        } else if (key == "ca_file") {
            read.ca_file = next_to_file(text(key, value));
        } else if (key == "max_logins") {
            read.max_logins = number(key, value, most_in_flight);
        } else if (key == "account_limit") {
            read.account_limit = number(key, value, most_accounts);
        } else if (key == "rate") {
            read.rate = rate(key, value);
        } else {
            refuse(value,
                   fmt::format("{} is not one of token, token_file, base_url, ca_file, max_logins, rate, "
                               "account_limit",
                               printable(key)));
        }
    }

    secret take_secret(std::string_view key, toml::node& value) const
    {
        auto* const found = value.as_string();
        if (found == nullptr || found->get().empty())
            refuse(value, fmt::format("{} must be text in quotes", key));
        secret taken{std::string_view(found->get())};
        wipe(found->get());
        return taken;
    }

    secret token_of(const std::string& file) const
    {
        connection_arguments named;
        named.token_file = file;
        return find_token(named, {}, out_);
    }

    std::string next_to_file(const std::string& file) const
    {
        return (std::filesystem::path(path_).parent_path() / file).string();
    }

    std::string text(std::string_view key, toml::node& value) const
    {
        const auto* const found = value.as_string();
        if (found == nullptr || found->get().empty())
            refuse(value, fmt::format("{} must be text in quotes", key));
        return found->get();
    }

    std::size_t number(std::string_view key, toml::node& value, std::int64_t most) const
    {
        const auto* const found = value.as_integer();
        if (found == nullptr || found->get() < 1 || found->get() > most)
            refuse(value, fmt::format("{} must be a whole number of 1 to {}", key, most));
        return static_cast<std::size_t>(found->get());
    }

    double rate(std::string_view key, toml::node& value) const
    {
        const auto found = value.value<double>();
        if (!value.is_number() || !found || !(*found >= 0.001 && *found <= highest_rate))
            refuse(value, fmt::format("{} must be a number of 0.001 to 1000000", key));
        return *found;
    }

    // If two profiles had the same token, two rows for one account would not be noticed.
    void require_different(const profile_settings& left, const profile_settings& right) const
    {
        if (left.base_url == right.base_url && left.token == right.token)
            throw usage_error(fmt::format("{}: profiles {} and {} have the same token", printable(path_),
                                          right.name, left.name));
    }

    [[noreturn]] void refuse(const toml::node& where, std::string_view why) const
    {
        throw usage_error(fmt::format("{}: line {}: {}", printable(path_), where.source().begin.line, why));
    }

    const std::string& path_;
    console& out_;
};

} // namespace

std::vector<profile_settings> parse_profiles(std::string_view text, const std::string& path, console& out)
{
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& wrong) {
        // The parser's description may repeat the text of the file, and so a token.
        throw usage_error(fmt::format("{}: line {}, column {}: not valid TOML", printable(path),
                                      wrong.source().begin.line, wrong.source().begin.column));
    }
    return profiles_reader(path, out).read(root);
}

std::vector<profile_settings> read_profiles(const std::string& path, console& out)
{
    const secret_file file(path, "the profiles");
    if (file.accessible_to_others())
        throw usage_error(
            fmt::format("others may use {}, which holds API tokens: chmod 600 it", printable(path)));
    return parse_profiles(file.content(), path, out);
}

} // namespace useapi::cli
