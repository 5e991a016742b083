#include "cli/commands.hpp"

#include "accounts/service/account_form.hpp"
#include "accounts/service/service_calls.hpp"
#include "bulk/input/row_form.hpp"
#include "cli/accounts/called_service.hpp"
#include "cli/accounts/tell_accounts.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/password.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/account_row.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

using accounts::account;
using accounts::service_traits;

/** The secrets of an account of the service in place of a password, such as `a token and a url`. */
std::string listed_fields(const service_traits& of)
{
    std::string listed;
    for (const accounts::account_field& each : of.fields)
        if (!each.name.empty())
            listed.append(listed.empty() ? "a " : " and a ").append(each.name);
    return listed;
}

/** A row with the data of the command line. */
bulk::account_row row_of(const account_arguments& wanted, secret password)
{
    const service_traits& of = *wanted.service;
    bulk::account_row row(runwayml::account_settings(wanted.email, std::move(password)));
    if (wanted.max_jobs || of.needs_jobs)
        row.max_jobs(wanted.max_jobs.value_or(recommended_jobs));
    if (of.key != accounts::account_key::region_and_email) {
        row.add("email", secret(wanted.email));
        return row;
    }
    row.add("email", secret(accounts::email_of_key(of, wanted.email)));
    row.add("region", secret(std::string_view(wanted.email).substr(0, wanted.email.find(':'))));
    return row;
}

/** Checks the key before the command asks for a password or opens a file of secrets. */
void require_valid(const account_arguments& wanted, bool registers)
{
    const service_traits& of = *wanted.service;
    if (registers && !bulk::has_password(of))
        throw usage_error(
            fmt::format("an account of {} has {} in place of a password: useapi accounts import "
                        "--service {} registers those of a file",
                        of.name, listed_fields(of), of.name));
    if (registers && of.most_jobs == 0 && wanted.max_jobs)
        throw usage_error(fmt::format("accounts of {} have no maxJobs: leave --max-jobs out", of.name));
    // If the service itself gives ids to accounts, a new account is named by its email.
    if (!registers || of.key != accounts::account_key::id)
        if (const auto problem = accounts::check_key(of, wanted.email))
            throw usage_error(printable(problem->detail()));
    if (!registers)
        return;
    const auto form = bulk::form_of(of, row_of(wanted, secret("not known yet")));
    if (const auto problem = accounts::check_form(of, form))
        throw usage_error(printable(problem->detail()));
}

exit_code upsert(called_service& api, const account_arguments& wanted, secret password, console& out)
{
    const service_traits& of = *wanted.service;
    const auto outcome = api.call<account>([&](const client& client, auto handler) {
        accounts::start_upsert_account(client, of, bulk::form_of(of, row_of(wanted, std::move(password))),
                                       std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be registered all the same: `useapi accounts list --service " +
                                  std::string(wanted.service->name) + "` tells");
    return tell_registered(out, view_of(*outcome, api.now(out)), "session ends");
}

exit_code get(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<account>([&](const client& client, auto handler) {
        accounts::detail::start_get_account(client, *wanted.service, wanted.email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email, {});
    return tell_account(out, view_of(*outcome, api.now(out)));
}

exit_code list(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<std::vector<account>>([&](const client& client, auto handler) {
        accounts::detail::start_list_accounts(client, *wanted.service, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), {}, {});
    return tell_accounts(out, views_of(*outcome, api.now(out)));
}

exit_code remove(called_service& api, const account_arguments& wanted, console& out)
{
    const auto outcome = api.call<void>([&](const client& client, auto handler) {
        accounts::detail::start_delete_account(client, *wanted.service, wanted.email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be removed all the same: `useapi accounts list --service " +
                                  std::string(wanted.service->name) + "` tells");
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
