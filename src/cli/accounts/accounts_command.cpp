#include "cli/accounts/accounts_command.hpp"

#include "cli/accounts/render_text.hpp"
#include "cli/client_setup.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/render_json.hpp"
#include "cli/secrets/password.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"
#include "runwayml/validate.hpp"

#include <useapi/runwayml/operations.hpp>

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace useapi::cli {
namespace {

// Before a password is asked for, and before a file of secrets is opened.
void require_valid_email(const std::string& email)
{
    if (const auto problem = runwayml::validate_email(email))
        throw usage_error(printable(problem->message()));
}

// The client lives on the io_context and goes first.
class service
{
public:
    service(const arguments& given, secret token, const console& out)
        : client_(context_, make_client_options(given.connection, std::move(token), out))
    {
    }

    service(const service&) = delete;
    service& operator=(const service&) = delete;

    ~service() { wind_up(context_, client_); }

    template <class T, class Start>
    [[nodiscard]] result<T> call(Start start)
    {
        return run_call<T>(context_, client_, [&](auto handler) { start(client_, std::move(handler)); });
    }

    /// By the service's clock, which tells the ends of sessions as well.
    [[nodiscard]] std::chrono::system_clock::time_point now(const console& out) const
    {
        return service_time_of(client_, out);
    }

private:
    boost::asio::io_context context_{1};
    client client_;
};

exit_code upsert(service& api, const account_arguments& wanted, secret password, console& out)
{
    runwayml::account_settings settings(wanted.email, std::move(password));
    settings.max_jobs(wanted.max_jobs);
    if (wanted.use_workspace)
        settings.use_workspace(runwayml::use_workspace::from_text(*wanted.use_workspace));
    const auto outcome = api.call<runwayml::account>([&](const client& client, auto handler) {
        runwayml::async_upsert_account(client, std::move(settings), std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), wanted.email,
                              "it may be registered all the same: `useapi accounts get " + wanted.email +
                                  "` tells; to repeat the command is safe");
    const account_view view = view_of(*outcome, api.now(out));
    if (out.is_json())
        out.print(account_json(view));
    else
        out.confirm(fmt::format(
            "registered {}{}", printable(view.email),
            view.token_expires_at ? fmt::format(", token expires {}", iso_time(*view.token_expires_at, false))
                                  : std::string()));
    return exit_code::done;
}

exit_code get(service& api, const std::string& email, console& out)
{
    const auto outcome = api.call<runwayml::account>([&](const client& client, auto handler) {
        runwayml::async_get_account(client, email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), email, {});
    const account_view view = view_of(*outcome, api.now(out));
    out.print(out.is_json() ? account_json(view) : account_lines(view, out.colors_output()));
    return exit_code::done;
}

exit_code list(service& api, console& out)
{
    const auto outcome = api.call<std::vector<runwayml::account>>([](const client& client, auto handler) {
        runwayml::async_list_accounts(client, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), {}, {});
    const std::vector<account_view> views = views_of(*outcome, api.now(out));
    if (out.is_json())
        out.print(accounts_json(views));
    else if (views.empty())
        out.note("no accounts are configured");
    else
        out.print(account_table(views, out.colors_output()));
    return exit_code::done;
}

exit_code remove(service& api, const std::string& email, console& out)
{
    const auto outcome = api.call<void>([&](const client& client, auto handler) {
        runwayml::async_delete_account(client, email, std::move(handler));
    });
    if (!outcome)
        return report_failure(out, outcome.error(), email,
                              "it may be removed all the same: `useapi accounts get " + email + "` tells");
    if (out.is_json())
        out.print(deleted_json(email));
    else
        out.confirm(fmt::format("deleted {}", printable(email)));
    return exit_code::done;
}

} // namespace

exit_code run_accounts_command(const arguments& given, environment_secrets secrets, console& out)
{
    if (given.command != command::accounts_list)
        require_valid_email(given.account.email);
    service api(given, find_token(given.connection, std::move(secrets.token), out), out);
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
