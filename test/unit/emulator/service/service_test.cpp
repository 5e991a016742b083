#include "emulator/service/service.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

BOOST_AUTO_TEST_SUITE(api)

namespace {

using namespace useapi::emulator;

const std::string token = "user:1234-abcdefghijklmnop";
const std::chrono::system_clock::time_point now =
    std::chrono::system_clock::time_point(std::chrono::hours(480'000));

// A service with its store, and requests in one line.
class fixture
{
public:
    explicit fixture(const options& settings = options())
        : state(std::make_shared<store>()), api(settings, state)
    {
    }

    answer ask(const std::string& method, const std::string& path, const std::string& body = "",
               const std::string& authorization = "Bearer " + token, bool commit = true)
    {
        const auto request = api.open(method, "/v1/runwayml" + path, authorization);
        return api.respond(request, "application/json", body, commit, now);
    }

    answer create(const std::string& email, const std::string& password = "p", bool commit = true)
    {
        return ask("POST", "/accounts/" + email,
                   R"({"email":")" + email + R"(","password":")" + password + R"(","maxJobs":5})",
                   "Bearer " + token, commit);
    }

    std::shared_ptr<store> state;
    service api;
};

constexpr const char* nothing = "Configuration not found. To create configuration use POST /accounts/email.";

} // namespace

BOOST_AUTO_TEST_CASE(respond_life_of_an_account)
{
    fixture f;
    BOOST_TEST(f.ask("GET", "/accounts").status() == 404U);
    BOOST_TEST(f.ask("GET", "/accounts").body() == nothing);
    BOOST_TEST(f.create("a@b.c").status() == 201U);
    BOOST_TEST(f.create("a@b.c", "other").status() == 200U);
    BOOST_TEST(f.ask("GET", "/accounts").status() == 200U);
    BOOST_TEST(f.ask("GET", "/accounts/a@b.c").status() == 200U);
    BOOST_TEST(f.ask("GET", "/accounts/x@b.c").status() == 404U);
    BOOST_TEST(f.ask("GET", "/accounts/x@b.c").body() == nothing);
    BOOST_TEST(f.ask("GET", "/features/?email=a@b.c").status() == 200U);
    BOOST_TEST(f.ask("GET", "/features/?email=x@b.c").status() == 404U);
    BOOST_TEST((f.state->find(token, "a@b.c")->password() == "other"));
    BOOST_TEST(f.ask("DELETE", "/accounts/a@b.c").status() == 204U);
    BOOST_TEST(f.ask("DELETE", "/accounts/a@b.c").status() == 404U);
    BOOST_TEST(f.ask("DELETE", "/accounts/a@b.c").body() == nothing);
}

BOOST_AUTO_TEST_CASE(respond_features_needs_no_email_where_one_account_is_configured)
{
    fixture f;
    BOOST_TEST(f.ask("GET", "/features/").status() == 404U);
    f.create("a@b.c");
    BOOST_TEST(f.ask("GET", "/features/").body() == f.ask("GET", "/features/?email=a@b.c").body());
    f.create("b@b.c");
    BOOST_TEST(f.ask("GET", "/features/").status() == 400U);
    BOOST_TEST(f.ask("GET", "/features/?email=a@b.c").status() == 200U);
}

BOOST_AUTO_TEST_CASE(respond_dead_account_is_registered_with_its_error)
{
    fixture f;
    const auto made = f.create("a@b.c", "dead-account");
    BOOST_TEST(made.status() == 201U);
    BOOST_TEST(made.body().find(R"("error":"Session refused by Runway")") != std::string::npos);
    BOOST_TEST(f.ask("GET", "/accounts").body().find(R"("error":)") != std::string::npos);
    BOOST_TEST(f.ask("GET", "/features/?email=a@b.c").status() == 596U);
    BOOST_TEST(f.create("a@b.c", "good").body().find("error") == std::string::npos);
    fixture other(options().dead_password(""));
    BOOST_TEST(other.create("a@b.c", "dead-account").body().find("error") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(respond_empty_list_and_workspace_in_the_chosen_form)
{
    fixture f(options().no_accounts(empty_list::object).workspace(workspace_form::number));
    BOOST_TEST(f.ask("GET", "/accounts").body() == "{}");
    const auto made = f.ask("POST", "/accounts/a@b.c",
                            R"({"email":"a@b.c","password":"p","maxJobs":5.0,"useWorkspace":"77"})");
    BOOST_TEST(made.status() == 201U);
    for (const auto& shown : {made, f.ask("GET", "/accounts"), f.ask("GET", "/accounts/a@b.c")}) {
        BOOST_TEST(shown.body().find(R"("useWorkspace":77)") != std::string::npos);
        BOOST_TEST(shown.body().find(R"("maxJobs":5,)") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(respond_jobs_are_listed_and_released)
{
    fixture f;
    BOOST_TEST(f.ask("GET", "/scheduler").body() == "[]");
    const auto task = f.state->add_job(token, "a+b@c.d");
    BOOST_TEST(task == "user:1234-runwayml:a+b@c.d-task:00000000-0000-4000-8000-000000000001");
    BOOST_TEST(f.ask("GET", "/scheduler").body() == R"([{"taskId":")" + task + R"("}])");
    BOOST_TEST(f.ask("DELETE", "/scheduler/" + task, "", "Bearer " + token, false).status() == 204U);
    BOOST_TEST(f.ask("DELETE", "/scheduler/" + task).status() == 204U);
    BOOST_TEST(f.ask("DELETE", "/scheduler/" + task).status() == 404U);
    BOOST_TEST(f.ask("GET", "/scheduler").body() == "[]");
    BOOST_TEST(f.ask("GET", "/scheduler/" + task).status() == 405U);
}

BOOST_AUTO_TEST_CASE(respond_subscription_tells_places_and_accounts)
{
    fixture f(options().account_limit(6));
    f.create("a@b.c");
    f.create("b@b.c", "dead-account");
    const auto request = f.api.open("GET", "/v2/account", "Bearer " + token);
    BOOST_TEST(f.api.respond(request, "", "", true, now).body() ==
               R"({"subscriptionIsActive":true,"subscriptions":2,"maxAccountsPerAPI":6,)"
               R"("accounts":{"Runway API":{"total":2,"active":1,"error":1}},"sub":"300101"})");
    BOOST_TEST(f.api.respond(f.api.open("GET", "/v2/account", ""), "", "", true, now).status() == 401U);
    // Each service has places of its own.
    const auto login = f.api.open("POST", "/v1/kling/accounts", "Bearer " + token);
    BOOST_TEST(
        f.api.respond(login, "application/json", R"({"email":"a@b.c","password":"p","maxJobs":5})", true, now)
            .status() == 201U);
    BOOST_TEST(f.api.respond(request, "", "", true, now)
                   .body()
                   .find(R"("Runway API":{"total":2,"active":1,"error":1},)"
                         R"("Kling API":{"total":1,"active":1,"error":0}})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(respond_domain_compared_without_case)
{
    fixture f;
    BOOST_TEST(f.create("a@Example.com").status() == 201U);
    BOOST_TEST(f.create("a@EXAMPLE.com").status() == 200U);
    BOOST_TEST(f.create("A@example.com").status() == 201U);
    BOOST_TEST(f.state->accounts(token).size() == 2U);
    BOOST_TEST(f.state->accounts(token).contains("a@EXAMPLE.com"));
}

BOOST_AUTO_TEST_CASE(respond_path_and_method)
{
    fixture f;
    BOOST_TEST(f.ask("GET", "/nothing").status() == 404U);
    BOOST_TEST(f.ask("PUT", "/accounts/a@b.c").status() == 405U);
    BOOST_TEST(f.ask("POST", "/accounts").status() == 405U);
    BOOST_TEST(f.ask("POST", "/accounts").headers().at(0).second == "GET");
    BOOST_TEST(f.ask("POST", "/accounts/a%40b.c", "{}").status() == 400U);
}

BOOST_AUTO_TEST_CASE(respond_token_decides_who_asks)
{
    struct
    {
        const char* authorization;
        bool explicit_list;
        unsigned status;
    } const cases[] = {
        {"", false, 401},
        {"Bearer ", false, 401},
        {"Basic user:1234-abcd", false, 401},
        {"Bearer user:1234-abcd", false, 404},
        {"Bearer user:1234-", false, 401},
        {"Bearer user:-abcd", false, 401},
        {"Bearer user:12x4-abcd", false, 401},
        {"Bearer user:1234-ab cd", false, 401},
        {"Bearer 1234-abcd", false, 401},
        {"Bearer user:1234-abcd", true, 401},
        {"Bearer just-this-one", true, 404},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT("'" << c.authorization << "'")
        {
            options settings;
            if (c.explicit_list)
                settings.accept_token("just-this-one");
            fixture f(settings);
            const auto shown = f.ask("GET", "/accounts", "", c.authorization);
            BOOST_TEST(shown.status() == c.status);
            if (c.status == 401)
                BOOST_TEST(shown.body() == R"({"error":"Unauthorized","code":401})");
        }
    }
}

BOOST_AUTO_TEST_CASE(respond_tokens_have_accounts_of_their_own)
{
    fixture f;
    f.create("a@b.c");
    BOOST_TEST(f.ask("GET", "/accounts", "", "Bearer user:9-other").status() == 404U);
    BOOST_TEST(f.state->accounts("user:9-other").empty());
}

BOOST_AUTO_TEST_CASE(respond_marked_passwords_are_refused_and_change_nothing)
{
    fixture f;
    f.create("a@b.c", "good");
    const auto wrong = f.create("a@b.c", "wrong-password");
    BOOST_TEST(wrong.status() == 401U);
    BOOST_TEST(wrong.body() == R"({"error":"Wrong username/password combination.","code":401})");
    const auto suspended = f.create("a@b.c", "suspended-account");
    BOOST_TEST(suspended.status() == 401U);
    BOOST_TEST(suspended.body() == R"({"error":"This account has been suspended.","code":401})");
    BOOST_TEST((f.state->find(token, "a@b.c")->password() == "good"));
    BOOST_TEST(f.state->counts().logins_of.at("a@b.c") == 3U);
}

BOOST_AUTO_TEST_CASE(respond_other_markers_can_be_chosen)
{
    fixture f(options().wrong_password("no").suspended_password(""));
    BOOST_TEST(f.create("a@b.c", "no").status() == 401U);
    BOOST_TEST(f.create("a@b.c", "wrong-password").status() == 201U);
    BOOST_TEST(f.create("a@b.c", "suspended-account").status() == 200U);
}

BOOST_AUTO_TEST_CASE(respond_planned_refusal_is_that_of_the_fault)
{
    fixture f(options().add_fault("wrong-password,email=w@b.c").add_fault("suspended,email=s@b.c"));
    BOOST_TEST(f.create("w@b.c").body() == R"({"error":"Wrong username/password combination.","code":401})");
    BOOST_TEST(f.create("s@b.c").body() == R"({"error":"This account has been suspended.","code":401})");
    BOOST_TEST(f.create("a@b.c").status() == 201U);
}

BOOST_AUTO_TEST_CASE(respond_limit_refuses_new_accounts_only)
{
    fixture f(options().account_limit(2));
    f.create("a@b.c");
    f.create("b@b.c");
    BOOST_TEST(f.create("c@b.c").status() == 402U);
    BOOST_TEST(f.create("c@b.c").body() == R"({"error":"Subscription quantity exceeded","code":402})");
    BOOST_TEST(f.create("a@b.c", "new").status() == 200U);
    f.ask("DELETE", "/accounts/a@b.c");
    BOOST_TEST(f.create("c@b.c").status() == 201U);
    BOOST_TEST(f.state->counts().logins_of.at("c@b.c") == 1U);
}

BOOST_AUTO_TEST_CASE(respond_without_commit_answers_as_if)
{
    fixture f;
    BOOST_TEST(f.create("a@b.c", "p", false).status() == 201U);
    BOOST_TEST(f.state->empty(token));
    BOOST_TEST(f.state->counts().logins_of.empty());
    f.create("a@b.c");
    BOOST_TEST(f.ask("DELETE", "/accounts/a@b.c", "", "Bearer " + token, false).status() == 204U);
    BOOST_TEST(!f.state->empty(token));
}

BOOST_AUTO_TEST_CASE(login_delay_only_where_there_is_a_login)
{
    fixture f(options().login_delay(std::chrono::milliseconds(70)));
    const auto delay = [&f](const char* method, const char* path, const std::string& authorization) {
        return f.api.login_delay(f.api.open(method, std::string("/v1/runwayml") + path, authorization))
            .count();
    };
    BOOST_TEST(delay("POST", "/accounts/a@b.c", "Bearer " + token) == 70);
    BOOST_TEST(delay("GET", "/accounts/a@b.c", "Bearer " + token) == 0);
    BOOST_TEST(delay("DELETE", "/accounts/a@b.c", "Bearer " + token) == 0);
    BOOST_TEST(delay("POST", "/accounts/a@b.c", "Bearer no") == 0);
}

BOOST_AUTO_TEST_CASE(open_counts_by_email_and_method)
{
    fixture f(options().add_fault("stall,method=POST,nth=2").add_fault("garbage,nth=4"));
    const auto strike = [&f](const char* method, const char* email) {
        const auto* found = f.api.open(method, std::string("/v1/runwayml/accounts/") + email, "").plan.strike;
        return found == nullptr ? std::string() : std::string(name_of(found->kind()));
    };
    BOOST_TEST(strike("POST", "a@b.c") == "");
    BOOST_TEST(strike("GET", "a@b.c") == "");
    BOOST_TEST(strike("POST", "x@b.c") == "");
    BOOST_TEST(strike("POST", "a@B.c") == "stall");
    BOOST_TEST(strike("GET", "a@b.c") == "garbage");
    BOOST_TEST(strike("POST", "a@b.c") == "");
    const auto counts = f.state->counts();
    BOOST_TEST(counts.requests == 6U);
    BOOST_TEST(counts.posts == 4U);
    BOOST_TEST(counts.posts_of.at("a@b.c") == 3U);
    BOOST_TEST(counts.posts_of.at("x@b.c") == 1U);
    f.state->forget_everything();
    BOOST_TEST(f.state->counts().requests == 0U);
    BOOST_TEST(strike("POST", "a@b.c") == "");
}

BOOST_AUTO_TEST_CASE(add_fault_wrong_text_throws_with_the_column)
{
    BOOST_CHECK_EXCEPTION(options().add_fault("stall,rate=2"), std::invalid_argument, [](const auto& error) {
        return std::string(error.what()).find("column 12") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
