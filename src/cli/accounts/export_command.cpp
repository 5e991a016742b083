#include "cli/commands.hpp"

#include "cli/accounts/account_file.hpp"
#include "cli/accounts/service_accounts.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"

#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <utility>

namespace useapi::cli {
namespace {

result<account_list> list_with(const client_options& options, const accounts::service_traits* of)
{
    boost::asio::io_context context{1};
    const client asking(context, options);
    auto listed = run_call<account_list>(
        context, asking, [&](auto handler) { start_list_accounts(asking, of, std::move(handler)); });
    wind_up(context, asking);
    return listed;
}

} // namespace

exit_code run_export_command(const arguments& given, environment_secrets secrets, console& out)
{
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    const accounts::service_traits* const of = given.account.service;
    std::string text = out.is_json() ? std::string() : account_file_header(of);
    std::vector<std::string> without_workspace;
    for (const auto& [profile, options] : setup.clients(out)) {
        const auto listed = list_with(options, of);
        if (!listed)
            return report_failure(out, listed.error(), profile.empty() ? "" : "profile " + profile, {});
        text += out.is_json() ? account_file_objects(profile, *listed, without_workspace, of)
                              : account_file_lines(profile, *listed, without_workspace, of);
    }
    for (const std::string& email : without_workspace)
        out.warn(fmt::format("{}: its workspace has a form that a file cannot hold, and is left empty",
                             printable(email)));
    out.print(text);
    return exit_code::done;
}

} // namespace useapi::cli
