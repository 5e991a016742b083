#include "cli/accounts/tell_accounts.hpp"

#include "cli/accounts/render_text.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/render_json.hpp"
#include "cli/output/time_text.hpp"

#include <fmt/format.h>

namespace useapi::cli {

exit_code tell_registered(console& out, const account_view& registered, std::string_view what_ends)
{
    if (out.is_json()) {
        out.print(account_json(registered));
        return exit_code::done;
    }
    const auto ends = registered.token_expires_at;
    out.confirm(
        fmt::format("registered {}{}", printable(registered.email),
                    ends ? fmt::format(", {} {}", what_ends, iso_time(*ends, false)) : std::string()));
    return exit_code::done;
}

exit_code tell_account(console& out, const account_view& found)
{
    out.print(out.is_json() ? account_json(found) : account_lines(found, out.colors_output()));
    return exit_code::done;
}

exit_code tell_accounts(console& out, const std::vector<account_view>& listed)
{
    if (out.is_json())
        out.print(accounts_json(listed));
    else if (listed.empty())
        out.note("no accounts are configured");
    else
        out.print(account_table(listed, out.colors_output()));
    return exit_code::done;
}

exit_code tell_deleted(console& out, const std::string& name)
{
    if (out.is_json())
        out.print(deleted_json(name));
    else
        out.confirm(fmt::format("deleted {}", printable(name)));
    return exit_code::done;
}

} // namespace useapi::cli
