#include "testing/service_content.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace useapi::testing {
namespace {

namespace json = boost::json;

double epoch_seconds(runwayml::jwt::time_point when)
{
    return std::chrono::duration<double>(when.time_since_epoch()).count();
}

json::object describe(const runwayml::jwt& token)
{
    json::object shown;
    if (!token.token().empty())
        shown["token"] = token.token().reveal();
    if (token.expires_at())
        shown["exp"] = epoch_seconds(*token.expires_at());
    if (token.issued_at())
        shown["iat"] = epoch_seconds(*token.issued_at());
    if (token.id())
        shown["id"] = *token.id();
    return shown;
}

json::object describe(const runwayml::account& account)
{
    json::object shown;
    shown["email"] = account.email();
    if (!account.password().empty())
        shown["password"] = account.password().reveal();
    if (account.max_jobs())
        shown["maxJobs"] = *account.max_jobs();
    if (account.use_workspace() == "true")
        shown["useWorkspace"] = true;
    else if (account.use_workspace())
        shown["useWorkspace"] = *account.use_workspace();
    if (account.jwt())
        shown["jwt"] = describe(*account.jwt());
    if (account.error())
        shown["error"] = *account.error();
    return shown;
}

} // namespace

std::string error_content(int status, std::string_view text, std::string_view details)
{
    json::object shown;
    shown["error"] = text;
    if (!details.empty())
        shown["errorDetails"] = details;
    shown["code"] = status;
    return json::serialize(shown);
}

std::string account_content(const runwayml::account& shown)
{
    return json::serialize(describe(shown));
}

std::string accounts_content(const std::vector<runwayml::account>& shown)
{
    json::object by_email;
    for (const runwayml::account& each : shown)
        by_email[each.email()] = describe(each);
    return json::serialize(by_email);
}

} // namespace useapi::testing
