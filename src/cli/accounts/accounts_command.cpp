#include "cli/commands.hpp"

#include "cli/accounts/called_service.hpp"
#include "cli/accounts/tell_accounts.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/password.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/runwayml/operations.hpp>
#include <useapi/runwayml/validate.hpp>

#include <string>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

// Checks the email before the command asks for a password or opens a file of secrets.
void require_valid_email(const std::string& email)
{
    if (const auto problem = runwayml::validate_email(email))
        throw usage_error(printable(problem->message()));
}

exit_code upsert(called_service& api, const account_arguments& wanted, secret password, console& out)
{
    runwayml::account_settings settings(wanted.email, std::move(password));
    settings.max_jobs(wanted.max_jobs.value_or(recommended_jobs));
    if (wanted.use_workspace)
        settings.use_workspace(runwayml::use_workspace::from_text(*wanted.use_workspace));
    const auto outcome = api.call<runwayml::account>([&](const client& client, auto handler) {
        runwayml::async_upsert_account(client, std::move(settings), std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be registered all the same: `useapi accounts get " + wanted.email +
                                  "` tells; to repeat the command is safe");
    return tell_registered(out, view_of(*outcome, api.now(out)), "token expires");
}

exit_code get(called_service& api, const std::string& email, console& out)
{
    const auto outcome = api.call<runwayml::account>([&](const client& client, auto handler) {
        runwayml::async_get_account(client, email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), email, {});
    return tell_account(out, view_of(*outcome, api.now(out)));
}

exit_code list(called_service& api, console& out)
{
    const auto outcome = api.call<std::vector<runwayml::account>>([](const client& client, auto handler) {
        runwayml::async_list_accounts(client, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), {}, {});
    return tell_accounts(out, views_of(*outcome, api.now(out)));
}

exit_code remove(called_service& api, const std::string& email, console& out)
{
    const auto outcome = api.call<void>([&](const client& client, auto handler) {
        runwayml::async_delete_account(client, email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), email,
                              "it may be removed all the same: `useapi accounts get " + email + "` tells");
    return tell_deleted(out, email);
}

} // namespace

exit_code run_accounts_command(const arguments& given, environment_secrets secrets, console& out)
{
    if (given.account.service != nullptr)
        return run_service_command(given, std::move(secrets), out);
    if (given.command != command::accounts_list)
        require_valid_email(given.account.email);
    called_service api(given, find_token(given.connection, std::move(secrets.token), out), out);
    switch (given.command) {
    case command::accounts_upsert:
        return upsert(api, given.account,
                      find_password(given.account.email, given.account.password_file,
                                    std::move(secrets.account_password), out),
                      out);
    case command::accounts_get:
        return get(api, given.account.email, out);
    case command::accounts_delete:
        return remove(api, given.account.email, out);
    default:
        return list(api, out);
    }
}

} // namespace useapi::cli
