#include "cli/accounts/render_text.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"
#include "vocabulary/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace useapi::cli {
namespace {

constexpr std::size_t column_count = 5;
using table_row = std::array<std::string, column_count>;

constexpr std::string_view nothing = "-";

std::string optional_text(const std::optional<std::string>& text)
{
    return text ? printable(*text) : std::string(nothing);
}

std::string optional_time(const std::optional<runwayml::jwt::time_point>& when)
{
    return when ? iso_time(*when, false) : std::string(nothing);
}

std::string jobs_text(const account_view& account)
{
    return account.max_jobs ? fmt::to_string(*account.max_jobs) : std::string(nothing);
}

std::string state_text(const account_view& account)
{
    return account.error ? fmt::format("{}: {}", account.state, printable(*account.error))
                         : std::string(account.state);
}

color state_color(const account_view& account)
{
    if (account.state == "ok")
        return color::green;
    return account.state == "error" ? color::red : color::yellow;
}

std::string line_of(const table_row& cells, const std::array<std::size_t, column_count>& widths)
{
    std::string line;
    for (std::size_t i = 0; i + 1 < column_count; ++i) {
        line += cells[i];
        line.append(widths[i] - count_characters(cells[i]) + 2, ' ');
    }
    return line;
}

} // namespace

std::string account_table(const std::vector<account_view>& accounts, bool with_colors)
{
    if (accounts.empty())
        return {};
    std::vector<table_row> rows{{"EMAIL", "JOBS", "WORKSPACE", "TOKEN EXPIRES", "STATE"}};
    for (const account_view& account : accounts)
        rows.push_back({printable(account.email), jobs_text(account), optional_text(account.use_workspace),
                        optional_time(account.token_expires_at), state_text(account)});
    std::array<std::size_t, column_count> widths{};
    for (const table_row& cells : rows) {
        for (std::size_t i = 0; i < column_count; ++i)
            widths[i] = std::max(widths[i], count_characters(cells[i]));
    }
    std::string text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string line = line_of(rows[i], widths);
        const std::string& state = rows[i].back();
        if (!with_colors)
            text += line + state;
        else if (i == 0)
            text += colored(line + state, color::bold);
        else
            text += line + colored(state, state_color(accounts[i - 1]));
        text += '\n';
    }
    return text;
}

std::string account_lines(const account_view& account, bool with_colors)
{
    const std::string state = state_text(account);
    return fmt::format("email          {}\n"
                       "max jobs       {}\n"
                       "workspace      {}\n"
                       "token issued   {}\n"
                       "token expires  {}\n"
                       "state          {}\n",
                       printable(account.email), jobs_text(account), optional_text(account.use_workspace),
                       optional_time(account.token_issued_at), optional_time(account.token_expires_at),
                       colored(state, with_colors ? state_color(account) : color::none));
}

} // namespace useapi::cli
