#include "cli/import/plan/missing_places.hpp"

#include "cli/accounts/service_accounts.hpp"
#include "cli/import/foreseen_rows.hpp"
#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/plan/places.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/environment.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/bulk/import_plan.hpp>
#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

constexpr std::chrono::milliseconds patience{5000};

/** Asks only once and gives up soon, since an import does not need the answers. */
class brief_client
{
public:
    explicit brief_client(client_options options)
        : client_(context_, options.timeout(std::min(options.timeout(), patience))
                                .retry(retry_options(options.retry()).max_attempts(1)))
    {
    }

    brief_client(const brief_client&) = delete;
    brief_client& operator=(const brief_client&) = delete;

    ~brief_client() { wind_up(context_, client_); }

    /// @throws interruption
    template <class T, class Start>
    result<T> ask(Start start)
    {
        auto answer =
            run_call<T>(context_, client_, [&](auto handler) { start(client_, std::move(handler)); });
        if (!answer && answer.error().code() == condition::cancelled)
            throw interruption();
        return answer;
    }

    [[nodiscard]] auto service_now() const { return client_.service_now(); }

private:
    boost::asio::io_context context_{1};
    client client_;
};

void tell(const std::string& profile, const std::string& what, bool is_warning, const console& out)
{
    const std::string line = profile.empty() ? what : fmt::format("profile {}: {}", printable(profile), what);
    if (is_warning)
        out.warn(line);
    else
        out.note(line);
}

/** The subscriptions that may have too few places for the rows of their profile. Their accounts are added to
    the plan. */
std::map<std::string, subscription> find_scarce(import_session& run, const import_setup& setup,
                                                const import_arguments& given,
                                                const bulk::check_report& found, bulk::import_plan& plan,
                                                const console& out)
{
    std::map<std::string, subscription> scarce;
    for (const auto& [profile, options] : setup.clients(out)) {
        const auto rows = found.rows_by_profile.find(profile);
        if (rows == found.rows_by_profile.end())
            continue;
        brief_client service(options);
        const auto held = service.ask<subscription>(
            [](const client& asked, auto handler) { async_get_subscription(asked, std::move(handler)); });
        if (const auto now = service.service_now())
            run.note_service_time(profile, *now);
        if (!held) {
            tell(profile,
                 "the places of the subscription are not known: " + printable(held.error().message()), false,
                 out);
            continue;
        }
        const std::uint64_t sent = std::min(rows->second, given.limit.value_or(rows->second));
        if (!describe_shortage(sent, *held, run.service()))
            continue;
        const auto listed = service.ask<account_list>([&run](const client& asked, auto handler) {
            start_list_accounts(asked, run.service(), std::move(handler));
        });
        if (!listed) {
            tell(profile,
                 "the accounts of the subscription are not known: " + printable(listed.error().message()),
                 false, out);
            continue;
        }
        plan.add_server(profile, *listed);
        scarce.emplace(profile, *held);
    }
    return scarce;
}

} // namespace

void warn_of_missing_places(import_session& run, const import_setup& setup, const import_arguments& given,
                            const bulk::check_report& found, std::optional<bulk::ledger_foresight>& foresight,
                            const console& out)
{
    bulk::import_plan plan;
    const auto scarce = find_scarce(run, setup, given, found, plan, out);
    if (scarce.empty())
        return;
    std::map<std::string, std::uint64_t> created;
    std::uint64_t sent = 0;
    run.compare(plan, [&](const bulk::plan_entry& entry, const bulk::account_row& row) {
        foresee_row(foresight, entry.profile, row, [&, entry](bulk::next_step step) {
            if (step == bulk::next_step::keep)
                return;
            if (sent++ < given.limit.value_or(found.rows) && entry.action == bulk::plan_action::create)
                ++created[entry.profile];
        });
    });
    if (foresight)
        foresight->look_at_rest();
    for (const auto& [profile, held] : scarce)
        if (const auto shortage = describe_shortage(created[profile], held, run.service()))
            tell(profile, *shortage, true, out);
}

} // namespace useapi::cli
