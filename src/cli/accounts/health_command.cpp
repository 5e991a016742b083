#include "cli/commands.hpp"

#include "bulk/run/output_file.hpp"
#include "cli/accounts/health_report.hpp"
#include "cli/accounts/service_accounts.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

namespace useapi::cli {
namespace {

/** Asks for the accounts and the subscription of a profile's token. */
void look_at(const std::string& profile, const client_options& options, const accounts::service_traits* of,
             health_report& report, const console& out)
{
    boost::asio::io_context context{1};
    const client asking(context, options);
    const auto listed = run_call<account_list>(
        context, asking, [&](auto handler) { start_list_accounts(asking, of, std::move(handler)); });
    if (!listed) {
        wind_up(context, asking);
        if (listed.error().code() == condition::cancelled)
            throw interruption();
        report.add_failure(profile, listed.error());
        return;
    }
    const auto held = run_call<subscription>(
        context, asking, [&](auto handler) { async_get_subscription(asking, std::move(handler)); });
    const auto service_now = asking.service_now();
    wind_up(context, asking);
    if (!held && held.error().code() == condition::cancelled)
        throw interruption();
    if (!service_now)
        out.note("the service did not tell the time: this machine's clock decides whether sessions end");
    report.add(profile, *listed, held ? std::optional(*held) : std::nullopt, service_now);
}

/** Replaces the earlier file in one step, because the collector may read it at any time. */
void write_metrics(const std::string& path, const health_report& report)
{
    bulk::output_file file(path);
    file.write(health_metrics(report));
    // The file holds no secret, and the collector runs as another user.
    if (!file.would_replace() && !file.is_stream() && ::fchmod(file.descriptor(), 0644) != 0)
        throw std::runtime_error("cannot let others read " + printable(path));
    file.put_in_place();
    if (!file.failure().empty())
        throw std::runtime_error(file.failure());
}

exit_code ending_for(const health_report& report)
{
    const auto& profiles = report.profiles();
    const bool none_answered = std::all_of(profiles.begin(), profiles.end(),
                                           [](const auto& each) { return each.second.failure.has_value(); });
    if (none_answered && !profiles.empty())
        return exit_code_of(*profiles.begin()->second.failure);
    return report.is_healthy() ? exit_code::done : exit_code::failed;
}

} // namespace

exit_code run_health_command(const arguments& given, environment_secrets secrets, console& out)
{
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    health_report report(std::chrono::system_clock::now(), given.health.expiring_within,
                         given.account.service);
    for (const auto& [profile, options] : setup.clients(out))
        look_at(profile, options, given.account.service, report, out);
    if (!given.health.metrics_file.empty())
        write_metrics(given.health.metrics_file, report);
    out.print(out.is_json() ? health_json(report) : health_text(report, out.colors_output()));
    return ending_for(report);
}

} // namespace useapi::cli
