#include "unit/services/service_table.hpp"

#include <useapi/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

namespace services {
namespace {

constexpr const char* token = "user:1234-abcdefghijklmnop";

class always_again final : public retry_policy
{
public:
    retry_choice choose(const failed_attempt&, retry_choice) const noexcept override
    {
        return retry_choice::again_after(1s);
    }
};

/** A client, and the service that answers it. */
class bench
{
public:
    explicit bench(memory_network::server far_end, bool insists = false)
        : network_(context_, clock_, std::move(far_end))
    {
        client_options chosen{secret(token)};
        retry_options retry;
        if (insists)
            retry.policy(std::make_shared<always_again>());
        chosen.timeout(300s).seed(7).retry(retry);
        client_ = network_.make_client(chosen);
    }

    /** With one answer to every request. */
    explicit bench(const reply& always, bool insists = false)
        : bench([always](const received_request&) { return always; }, insists)
    {
    }

    template <class T, class Start>
    result<T> outcome_of(Start start)
    {
        std::optional<result<T>> seen;
        start(*client_, [&seen](result<T> outcome) { seen.emplace(std::move(outcome)); });
        clock_.run(context_);
        BOOST_TEST_REQUIRE(seen.has_value());
        return std::move(*seen);
    }

    result<account> upsert(const service_under_test& of, const char* password = "hunter22")
    {
        return outcome_of<account>([&](const client& on, completion<account> handler) {
            of.upsert(on, password, std::move(handler));
        });
    }

    int successes_of_all(const service_under_test& of)
    {
        int successes = 0;
        boost::asio::co_spawn(context_, of.all(*client_),
                              [&successes](const std::exception_ptr&, int count) { successes = count; });
        clock_.run(context_);
        return successes;
    }

    std::size_t requests() const { return network_.requests().size(); }

    const received_request& last_request() const { return network_.requests().back(); }

private:
    virtual_clock clock_;
    boost::asio::io_context context_;
    memory_network network_;
    std::optional<client> client_;
};

reply answer_of(const answer_row& row)
{
    reply made = reply::of(row.status, row.content);
    if (row.status == 429)
        made.retry_after(1s);
    return made;
}

std::vector<answer_row> answers_of_all(const service_under_test& of)
{
    const std::string page = "<html><head><title>Error</title></head></html>";
    const std::string in_error =
        of.own_answer.substr(0, of.own_answer.size() - 1) + R"(,"error":"Session refused"})";
    std::vector<answer_row> rows = {
        {400, page, errc::service_unavailable, effect::rejected, true},
        {401, error_text(401, "Unauthorized"), errc::token_refused, effect::rejected},
        {401, page, errc::service_unavailable, effect::rejected, true},
        {402, error_text(402, "Subscription expired"), errc::subscription_exhausted, effect::rejected},
        {402, error_text(402, "Subscription quantity exceeded"), errc::no_place_left, effect::rejected},
        {403, error_text(403, "Not yours"), errc::request_refused, effect::rejected},
        {404, error_text(404, "Not Found"), errc::unexpected_content, effect::rejected},
        {404, page, errc::unexpected_content, effect::rejected},
        {412, error_text(412, "Out of credits"), errc::account_out_of_credits, effect::rejected},
        {429, error_text(429, "Too many requests"), errc::rate_limited, effect::rejected, true},
        {500, error_text(500, "Login to the upstream service failed"), errc::login_failed, effect::rejected},
        {502, page, errc::service_unavailable, effect::unknown, of.replaces},
        {503, error_text(503, "Busy"), errc::service_unavailable, effect::rejected, true},
        {524, page, errc::service_unavailable, effect::unknown, of.replaces},
        {596, error_text(596, "Account x in error state: session refused"), errc::account_in_error_state,
         effect::rejected},
        {200, in_error, errc::account_in_error_state, effect::unknown},
        {200, "{}", errc::unexpected_content, effect::unknown},
        {200, "[]", errc::unexpected_content, effect::unknown},
        {200, page, errc::unexpected_content, effect::unknown},
        {200, R"({"error":"Invalid password"})", errc::credentials_refused, effect::rejected},
        {200, error_text(402, "Subscription quantity exceeded"), errc::no_place_left, effect::rejected},
    };
    if (of.knows_account)
        rows.push_back({200, of.other_answer, errc::unexpected_content, effect::unknown});
    if (!of.refuses_with_500) {
        rows.push_back({500, error_text(500, "It broke"), errc::server_failed, effect::unknown, of.replaces});
        rows.push_back({500, page, errc::server_failed, effect::unknown, of.replaces});
    }
    return rows;
}

bool is_never_repeated(errc code)
{
    const error_code ec = make_error_code(code);
    return ec == condition::token_refused ||
           (ec == condition::account_refused && code != errc::account_out_of_credits);
}

void check_answer(const service_under_test& of, const answer_row& row)
{
    bench usual(answer_of(row));
    const auto ended = usual.upsert(of);
    BOOST_TEST_REQUIRE(!ended.has_value());
    BOOST_TEST(ended.error().code() == row.expected, ended.error().message());
    BOOST_TEST((ended.error().effect() == row.effect), to_string(ended.error().effect()));
    BOOST_TEST(ended.error().status() == row.status);
    BOOST_TEST((usual.requests() > 1) == row.again);
    if (!is_never_repeated(row.expected))
        return;
    bench insisting(answer_of(row), true);
    BOOST_TEST(insisting.upsert(of).error().code() == row.expected);
    BOOST_TEST(insisting.requests() == 1U);
}

void check_compressed(const service_under_test& of, int status)
{
    bench by(reply::of(status, "\x1f\x8b\x08 compressed").add_field("Content-Encoding", "gzip"), true);
    const auto ended = by.upsert(of);
    BOOST_TEST_REQUIRE(!ended.has_value());
    // A 401 may be about the API token as well.
    BOOST_TEST((ended.error().code() == errc::login_failed ||
                (status == 401 && ended.error().code() == errc::unexpected_content)));
    BOOST_TEST(by.requests() == 1U);
}

} // namespace

std::string error_text(int status, std::string_view text)
{
    return R"({"error":")" + std::string(text) + R"(","code":)" + std::to_string(status) + "}";
}

void check_answers(const service_under_test& of, const std::vector<answer_row>& own)
{
    auto rows = answers_of_all(of);
    rows.insert(rows.end(), own.begin(), own.end());
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(std::to_string(row.status) + ' ' + row.content)
        {
            check_answer(of, row);
        }
    }
    // The answer may refuse a login, in words that are not known.
    for (const auto& row : own) {
        if (!is_never_repeated(row.expected))
            continue;
        BOOST_TEST_CONTEXT("compressed " + std::to_string(row.status))
        {
            check_compressed(of, row.status);
        }
    }
}

void check_life(const service_under_test& of, std::string_view body)
{
    memory_service service;
    bench by(service.far_end());
    const auto list = [&] { return by.outcome_of<std::vector<account>>(of.list); };
    const auto get = [&] { return by.outcome_of<account>(of.get); };
    const auto remove = [&] { return by.outcome_of<void>(of.remove); };
    const std::string path_of_account = std::string(of.accounts_path) + '/' + of.path_of_key;

    BOOST_TEST(list().value().empty());
    BOOST_TEST(by.last_request().target() == of.accounts_path);

    const auto registered = by.upsert(of);
    BOOST_TEST_REQUIRE(registered.has_value(), registered.error().message());
    BOOST_TEST(registered->key() == of.key);
    BOOST_TEST(registered->session_ends_at().has_value());
    BOOST_TEST(by.last_request().method() == "POST");
    BOOST_TEST(by.last_request().target() ==
               (of.posts_to_account ? path_of_account : std::string(of.accounts_path)));
    BOOST_TEST(by.last_request().body() == body);
    BOOST_TEST(by.upsert(of).has_value());

    BOOST_TEST(get().value().key() == of.key);
    BOOST_TEST(by.last_request().target() == path_of_account);
    const auto held = list();
    BOOST_TEST_REQUIRE(held.value().size() == 1U);
    BOOST_TEST(held->front().key() == of.key);
    BOOST_TEST((held->front().email().empty() || held->front().email() == registered->email()));
    BOOST_TEST((held->front().max_jobs() == registered->max_jobs()));

    const std::size_t before = by.requests();
    BOOST_TEST(by.upsert(of, "wrong-password").error().code() == errc::credentials_refused);
    BOOST_TEST(by.requests() == before + 1);
    BOOST_TEST(service.accounts(token).empty()); // of Runway

    BOOST_TEST(remove().has_value());
    BOOST_TEST(remove().error().code() == errc::not_found);
    BOOST_TEST(get().error().code() == errc::not_found);

    BOOST_TEST(by.successes_of_all(of) == 4);

    BOOST_TEST(by.upsert(of, "dead-account").error().code() == errc::account_in_error_state);
}

void check_readings(const service_under_test& of)
{
    const auto get_from = [&of](const std::string& content) {
        return bench(reply::of(200, content)).outcome_of<account>(of.get);
    };
    BOOST_TEST(get_from(of.own_answer).value().key() == of.key);
    BOOST_TEST(get_from(of.other_answer).error().code() == errc::unexpected_content);
    const std::string in_error = of.own_answer.substr(0, of.own_answer.size() - 1) + R"(,"error":"dead"})";
    BOOST_TEST(get_from(in_error).value().error().value() == "dead");

    const auto list_from = [&of](int status, const std::string& content) {
        return bench(reply::of(status, content)).outcome_of<std::vector<account>>(of.list);
    };
    const std::string entry = "{\"" + of.key + "\":" + of.own_answer + "}";
    BOOST_TEST(list_from(200, entry).value().at(0).key() == of.key);
    BOOST_TEST(list_from(200, "{}").value().empty());
    BOOST_TEST(list_from(404, "").value().empty());
    BOOST_TEST(list_from(404, "No accounts are configured").value().empty());
    BOOST_TEST(list_from(404, "<html></html>").error().code() == errc::unexpected_content);
    BOOST_TEST(list_from(200, "[]").error().code() == errc::unexpected_content);
    BOOST_TEST(list_from(200, R"({"total":3})").error().code() == errc::unexpected_content);
    BOOST_TEST(list_from(200, "{\"" + of.key + "\":" + of.other_answer + "}").error().code() ==
               errc::unexpected_content);
    BOOST_TEST(list_from(200, error_text(401, "Unauthorized")).error().code() == errc::token_refused);

    // If a repeated removal finds no account, the first one removed it.
    bench losing([requests = 0](const received_request&) mutable {
        return requests++ == 0 ? reply().then(reply::ending::reset) : reply::error(404, "Account not found");
    });
    BOOST_TEST(losing.outcome_of<void>(of.remove).has_value());
    BOOST_TEST(losing.requests() == 2U);

    // If the service repeats a secret, no message shows it.
    for (const std::string& secret_text : of.secrets) {
        bench echoing(reply::error(403, "no: " + secret_text));
        const auto ended = echoing.upsert(of);
        BOOST_TEST(ended.error().message().find(secret_text) == std::string::npos);
    }
}

std::string curl_of_refused_upsert(const service_under_test& of)
{
    return bench(reply::error(403, "no")).upsert(of).error().to_curl();
}

} // namespace services
