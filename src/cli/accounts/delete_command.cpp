#include "cli/commands.hpp"

#include "bulk/account_key.hpp"
#include "bulk/plural.hpp"
#include "bulk/prune/named_rows.hpp"
#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/terminal_prompt.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

namespace json = boost::json;

/** An account, by its profile and the name that the service has for it. */
using account_name = std::pair<std::string, std::string>;

std::string shown(const account_name& which)
{
    return printable(which.first.empty() ? which.second
                                         : fmt::format("{} (profile {})", which.second, which.first));
}

json::object object_of(const account_name& which)
{
    return {{"profile", valid_utf8(which.first)}, {"email", valid_utf8(which.second)}};
}

/** The deletions of the accounts that the rows name. */
struct deletions
{
    std::vector<account_name> there;
    std::vector<account_name> missing;
    std::optional<exit_code> ended_with;

    json::array deleted;
    json::array not_deleted;
};

/** Looks the named accounts up at the service. */
deletions look_up(import_session& run, const std::map<std::string, std::set<std::string>>& named,
                  console& out)
{
    deletions made;
    for (const auto& [profile, emails] : named) {
        const auto listed = run.list_accounts(profile);
        if (!listed) {
            made.ended_with = report_failure(
                out, listed.error(),
                profile.empty() ? "the accounts of the service" : "the accounts of profile " + profile, {});
            return made;
        }
        std::map<std::string, std::string> held;
        for (const runwayml::account& each : *listed)
            held.emplace(bulk::account_key(each.email()), each.email());
        for (const std::string& email : emails) {
            const auto found = held.find(bulk::account_key(email));
            if (found == held.end())
                made.missing.emplace_back(profile, email);
            else
                made.there.emplace_back(profile, found->second);
        }
    }
    return made;
}

/** @throws usage_error if there is no terminal to ask on, or the answer is no */
void ask(const std::vector<account_name>& leaving)
{
    const auto answer = prompt_for_answer(
        leaving.size() == 1 ? "Delete this account? [y/N] "
                            : fmt::format("Delete these {} accounts? [y/N] ", leaving.size()));
    if (!answer)
        throw usage_error("accounts would be deleted, and there is no terminal to ask on: --yes deletes them "
                          "without asking; nothing was deleted");
    if (*answer != "y" && *answer != "yes" && *answer != "Y")
        throw usage_error("not confirmed; nothing was deleted");
}

exit_code delete_all(import_session& run, deletions& made, console& out)
{
    exit_code code = exit_code::done;
    for (const account_name& each : made.there) {
        const auto deleted = run.is_interrupted() ? result<void>(error(errc::cancelled))
                                                  : run.delete_account(each.first, each.second);
        if (deleted || deleted.error().code() == errc::not_found) {
            made.deleted.push_back(object_of(each));
            if (!out.is_json())
                out.confirm("deleted " + shown(each));
            continue;
        }
        json::object failed = object_of(each);
        failed["error"] = valid_utf8(deleted.error().message());
        made.not_deleted.push_back(std::move(failed));
        out.complain(fmt::format("{} is not deleted: {}", shown(each), printable(deleted.error().message())));
        code = exit_code_of(deleted.error());
        // The failure would be the same for every other account.
        if (code != exit_code::failed)
            break;
    }
    return code;
}

} // namespace

exit_code run_delete_command(const arguments& given, environment_secrets secrets, console& out)
{
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    bulk::import_options options = setup.options();
    // Only the columns that name accounts matter.
    options.ignore_columns(true);
    std::map<std::string, std::set<std::string>> named;
    bulk::read_named_rows(
        options,
        [&named](std::string_view profile, std::string_view email) {
            named[std::string(profile)].emplace(email);
        },
        bulk::row_needs::name_alone);
    if (named.empty())
        throw usage_error(printable(given.bulk.file) + ": it holds no row");
    import_session run(setup.clients(out), options, given.bulk, out);
    deletions made = look_up(run, named, out);
    if (made.ended_with)
        return *made.ended_with;
    for (const account_name& each : made.missing)
        out.note(shown(each) + " does not exist");
    std::string listing;
    for (const account_name& each : made.there)
        listing += "- " + shown(each) + '\n';
    write_standard_error(listing);
    if (!made.there.empty() && !given.bulk.yes)
        ask(made.there);
    const exit_code code = delete_all(run, made, out);
    if (out.is_json()) {
        json::array missing;
        for (const account_name& each : made.missing)
            missing.push_back(object_of(each));
        out.print(json::serialize(json::object{{"deleted", made.deleted},
                                               {"not_deleted", made.not_deleted},
                                               {"missing", std::move(missing)}}) +
                  '\n');
    }
    return code;
}

} // namespace useapi::cli
