#include "cli/import/import_setup.hpp"

#include "bulk/input/row_form.hpp"
#include "bulk/input/text/field_names.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/services.hpp"
#include "cli/client_setup.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace useapi::cli {

namespace {

/** Whether the text has the form that libpq accepts in place of a URL: `host=... dbname=...`. */
bool is_connection_words(std::string_view ledger)
{
    for (const std::string_view word : {"host", "hostaddr", "port", "dbname", "user", "password", "service"})
        for (std::size_t at = ledger.find(word); at != std::string_view::npos;
             at = ledger.find(word, at + 1)) {
            const std::size_t behind = ledger.find_first_not_of(' ', at + word.size());
            const bool begins_a_word = at == 0 || ledger[at - 1] == ' ';
            if (begins_a_word && behind != std::string_view::npos && ledger[behind] == '=')
                return true;
        }
    return false;
}

std::string ledger_of(const import_arguments& given)
{
    if (given.ledger.empty() && !given.resume && (given.verify || given.retry_rejected))
        throw usage_error("--verify and --retry-refused need a ledger: name one with --ledger, or --resume");
    if ((given.only_changes || !given.plan_file.empty()) && (given.resume || !given.ledger.empty()))
        throw usage_error(
            "--only-changes and --plan compare with the service, and cannot be used with a ledger");
    require_ledger_name(given.ledger);
    if (given.lease && !bulk::is_shared_ledger(given.ledger))
        throw usage_error(
            "--lease is for a ledger that workers share: name it with --ledger postgresql://...");
    if (given.resume && given.file == "-")
        throw usage_error("--resume: standard input has no name for a ledger, name one with --ledger");
    return ledger_name(given);
}

/** Refuses options that the service cannot support. */
void require_possible(const arguments& all)
{
    const accounts::service_traits* const of = all.account.service;
    const import_arguments& given = all.bulk;
    if (of == nullptr)
        return;
    if (given.verify)
        throw usage_error(fmt::format("--verify: accounts of {} do not tell when they logged in, so the "
                                      "service cannot be asked about rows that may have been sent",
                                      of->name));
    const bool is_compared = all.command == command::accounts_plan ||
                             all.command == command::accounts_verify || given.only_changes || given.prune ||
                             !given.plan_file.empty();
    if (is_compared && of->key == accounts::account_key::id)
        throw usage_error(fmt::format("{} names accounts by its own ids, so rows cannot be compared with its "
                                      "accounts; import --resume sends the rows that are not registered yet",
                                      of->name));
}

bulk::import_options make_import_options(const arguments& all)
{
    require_possible(all);
    const import_arguments& given = all.bulk;
    const accounts::service_traits* const of = all.account.service;
    bulk::import_options options(given.file);
    if (of != nullptr)
        options.service(std::string(of->name));
    const bulk::field_names fields({}, bulk::fields_of(of));
    options.delimiter(given.delimiter).ignore_columns(given.ignore_columns);
    for (const std::string& each : given.columns) {
        const std::size_t equals = each.find('=');
        const std::string_view field =
            equals == std::string::npos ? std::string_view() : fields.field_of(each.substr(0, equals));
        if (field.empty() || bulk::is_blank(each.substr(equals + 1)))
            throw usage_error("--column takes FIELD=NAME, such as email=\"E-mail address\"; fields are " +
                              fields.listed());
        options.column(std::string(field), each.substr(equals + 1));
    }
    if (given.format)
        options.format(*given.format == input_format::csv ? bulk::file_format::csv
                                                          : bulk::file_format::ndjson);
    if (given.concurrency)
        options.concurrency(*given.concurrency);
    if (given.rate)
        options.rate(*given.rate);
    if (given.max_rejected.ends_with('%'))
        options.max_rejected_percent(static_cast<unsigned>(std::stoul(given.max_rejected)));
    else if (!given.max_rejected.empty())
        options.max_rejected(std::stoull(given.max_rejected)).max_rejected_percent(0);
    if (given.wait_for_service)
        options.service_patience(*given.wait_for_service);
    options.row_limit(given.limit.value_or(0));
    if (given.grace)
        options.grace(*given.grace);
    // The deadline of a call also limits how long a row is tried again while the service cannot be reached.
    if (all.connection.timeout)
        options.row_timeout(*all.connection.timeout);
    if (given.lease)
        options.lease(*given.lease);
    options.ledger(ledger_of(given)).verify(given.verify).retry_rejected(given.retry_rejected);
    return options.skip_invalid(given.skip_invalid).results(given.results_file);
}

std::vector<named_file> files_of(const std::vector<profile_settings>& profiles)
{
    std::vector<named_file> files;
    for (const profile_settings& each : profiles) {
        files.push_back({"the token file of profile " + each.name, each.token_file});
        files.push_back({"the CA file of profile " + each.name, each.ca_file});
    }
    return files;
}

} // namespace

void require_ledger_name(std::string_view ledger)
{
    // The given text is not repeated: it may hold a password.
    if (is_connection_words(ledger))
        throw usage_error(
            "--ledger: a database is named by a URL, such as postgresql://HOST/DATABASE, and not by "
            "words such as host=... dbname=...");
    if (bulk::holds_password(ledger))
        throw usage_error("--ledger: a password does not belong on a command line, where other users of the "
                          "machine can see it; "
                          "set PGPASSWORD, or keep it in ~/.pgpass");
}

import_setup::import_setup(const arguments& given, console& out)
    : given_(given), options_(make_import_options(given))
{
    if (!given.bulk.profiles_file.empty())
        profiles_ = read_profiles(given.bulk.profiles_file, out);
    refuse_file_conflicts(given, files_of(profiles_));
    add_profiles();
}

import_setup::import_setup(const arguments& given, secret token, console& out) : import_setup(given, out)
{
    token_ = std::move(token);
    options_.needs_profile(token_.empty());
    if (token_.empty() && profiles_.empty())
        throw usage_error("no API token: set USEAPI_TOKEN, or name a file with --token-file or --profiles");
}

import_setup import_setup::without_token(const arguments& given, console& out)
{
    return import_setup(given, out);
}

void import_setup::add_profiles()
{
    bulk::profile unnamed;
    unnamed.origin(given_.connection.base_url);
    unnamed.max_logins(given_.bulk.max_logins.value_or(0))
        .account_limit(given_.bulk.account_limit.value_or(0));
    options_.add_profile(unnamed);
    for (const profile_settings& each : profiles_) {
        bulk::profile named(each.name);
        named.origin(each.base_url.empty() ? given_.connection.base_url : each.base_url);
        named.max_logins(each.max_logins.value_or(unnamed.max_logins()));
        named.account_limit(each.account_limit.value_or(unnamed.account_limit()));
        named.rate(each.rate.value_or(0));
        options_.add_profile(std::move(named));
    }
}

std::map<std::string, client_options> import_setup::clients(const console& out) const
{
    std::map<std::string, client_options> made;
    if (!token_.empty())
        made.emplace(std::string(),
                     client_for(given_.connection, token_, given_.bulk.max_logins.value_or(0), out));
    for (const profile_settings& each : profiles_) {
        connection_arguments connection = given_.connection;
        if (!each.base_url.empty())
            connection.base_url = each.base_url;
        if (!each.ca_file.empty())
            connection.ca_file = each.ca_file;
        const std::size_t logins = each.max_logins.value_or(given_.bulk.max_logins.value_or(0));
        made.emplace(each.name, client_for(connection, each.token, logins, out));
    }
    return made;
}

// Each call in flight needs a connection of its own. With fewer, calls would wait inside the client.
client_options import_setup::client_for(const connection_arguments& connection, const secret& token,
                                        std::size_t max_logins, const console& out) const
{
    client_options options = make_client_options(connection, token, out);
    const std::size_t calls =
        max_logins == 0 ? options_.concurrency() : std::min(max_logins, options_.concurrency());
    options.max_connections(std::clamp<std::size_t>(calls, 1, 10'000));
    return options;
}

} // namespace useapi::cli
