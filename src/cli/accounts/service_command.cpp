#include "cli/accounts/service_command.hpp"

#include "accounts/field_rules.hpp"
#include "accounts/service/account_form.hpp"
#include "cli/accounts/called_service.hpp"
#include "cli/accounts/tell_accounts.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/secrets/password.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/dreamina.hpp>
#include <useapi/kling.hpp>
#include <useapi/minimax.hpp>
#include <useapi/mureka.hpp>
#include <useapi/pixverse.hpp>

#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

using accounts::account;
using accounts::service_traits;

const service_traits& traits_of(account_service which)
{
    switch (which) {
    case account_service::kling:
        return kling::detail::service();
    case account_service::dreamina:
        return dreamina::detail::service();
    case account_service::mureka:
        return mureka::detail::service();
    case account_service::minimax:
        return minimax::detail::service();
    case account_service::pixverse:
    case account_service::runwayml: // has commands of its own
        break;
    }
    return pixverse::detail::service();
}

/** Before a password is asked for, and before a file of secrets is opened. */
void require_valid(const account_arguments& wanted, bool registers)
{
    if (registers && wanted.service == account_service::minimax)
        throw usage_error(
            "an account of minimax has a token and a url in place of a password: useapi api POST "
            "/v1/minimax/accounts --input F registers it");
    if (registers && wanted.service == account_service::mureka && wanted.max_jobs)
        throw usage_error("accounts of mureka have no maxJobs: leave --max-jobs out");
    const service_traits& of = traits_of(wanted.service);
    // Before it is registered, an account with an id of the service's own is named by its email.
    if (registers && of.key == accounts::account_key::id) {
        if (const auto problem = accounts::email_problem(wanted.email))
            throw usage_error(printable(*problem));
    } else if (const auto problem = accounts::check_key(of, wanted.email)) {
        throw usage_error(printable(problem->detail()));
    }
    if (registers && of.key == accounts::account_key::region_and_email && !wanted.email.starts_with("US:") &&
        !wanted.email.starts_with("CA:"))
        throw usage_error("the region of the account is US or CA, as in US:user@example.com");
}

dreamina::account_settings dreamina_settings(const account_arguments& wanted, secret password)
{
    const bool is_canadian = wanted.email.starts_with("CA:");
    dreamina::account_settings settings(wanted.email.substr(3), std::move(password),
                                        is_canadian ? dreamina::region::ca : dreamina::region::us);
    if (wanted.max_jobs)
        settings.max_jobs(*wanted.max_jobs);
    return settings;
}

template <class Handler>
void start_upsert(const client& client, const account_arguments& wanted, secret password, Handler handler)
{
    const int jobs = wanted.max_jobs.value_or(recommended_jobs);
    if (wanted.service == account_service::kling)
        kling::async_upsert_account(client,
                                    kling::account_settings(wanted.email, std::move(password)).max_jobs(jobs),
                                    std::move(handler));
    else if (wanted.service == account_service::dreamina)
        dreamina::async_upsert_account(client, dreamina_settings(wanted, std::move(password)),
                                       std::move(handler));
    else if (wanted.service == account_service::mureka)
        mureka::async_upsert_account(client, mureka::account_settings(wanted.email, std::move(password)),
                                     std::move(handler));
    else
        pixverse::async_upsert_account(
            client, pixverse::account_settings(wanted.email, std::move(password)).max_jobs(jobs),
            std::move(handler));
}

exit_code upsert(called_service& api, const account_arguments& wanted, secret password, console& out)
{
    const auto outcome = api.call<account>([&](const client& client, auto handler) {
        start_upsert(client, wanted, std::move(password), std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be registered all the same: `useapi accounts list --service " +
                                  std::string(traits_of(wanted.service).name) + "` tells");
    return tell_registered(out, view_of(*outcome, api.now(out)), "session ends");
}

exit_code get(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<account>([&](const client& client, auto handler) {
        accounts::detail::start_get_account(client, traits_of(wanted.service), wanted.email,
                                            std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email, {});
    return tell_account(out, view_of(*outcome, api.now(out)));
}

exit_code list(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<std::vector<account>>([&](const client& client, auto handler) {
        accounts::detail::start_list_accounts(client, traits_of(wanted.service), std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), {}, {});
    return tell_accounts(out, views_of(*outcome, api.now(out)));
}

exit_code remove(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<void>([&](const client& client, auto handler) {
        accounts::detail::start_delete_account(client, traits_of(wanted.service), wanted.email,
                                               std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be removed all the same: `useapi accounts list --service " +
                                  std::string(traits_of(wanted.service).name) + "` tells");
    return tell_deleted(out, wanted.email);
}

} // namespace

exit_code run_service_command(const arguments& given, environment_secrets secrets, console& out)
{
    const account_arguments& wanted = given.account;
    if (given.command != command::accounts_list)
        require_valid(wanted, given.command == command::accounts_upsert);
    called_service api(given, find_token(given.connection, std::move(secrets.token), out), out);
    switch (given.command) {
    case command::accounts_upsert:
        return upsert(
            api, wanted,
            find_password(wanted.email, wanted.password_file, std::move(secrets.account_password), out), out);
    case command::accounts_get:
        return get(api, wanted, out);
    case command::accounts_delete:
        return remove(api, wanted, out);
    default:
        return list(api, wanted, out);
    }
}

} // namespace useapi::cli
