#include "unit/printing.hpp"

#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* email = "user@example.com";

/** A client whose requests are all answered with one body. */
class answered
{
public:
    explicit answered(std::string body, int status = 200, std::string coding = {})
        : network_(context_, clock_, [body = std::move(body), status, coding](const received_request&) {
              const reply answer = reply::of(status, body);
              return coding.empty() ? answer : reply(answer).add_field("Content-Encoding", coding);
          })
    {
        client_options chosen(secret("user:1234-abcdefghijklmnop"));
        chosen.timeout(60s).seed(7);
        client_ = network_.make_client(chosen);
    }

    std::optional<error> upsert()
    {
        return failure_of<runwayml::account>([this](auto handler) {
            runwayml::account_settings settings(email, secret("hunter22"));
            settings.max_jobs(5);
            runwayml::async_upsert_account(*client_, std::move(settings), std::move(handler));
        });
    }

    std::optional<error> get()
    {
        return failure_of<runwayml::account>(
            [this](auto handler) { runwayml::async_get_account(*client_, email, std::move(handler)); });
    }

    std::optional<error> remove()
    {
        return failure_of<void>(
            [this](auto handler) { runwayml::async_delete_account(*client_, email, std::move(handler)); });
    }

    std::optional<error> list()
    {
        return failure_of<std::vector<runwayml::account>>(
            [this](auto handler) { runwayml::async_list_accounts(*client_, std::move(handler)); });
    }

    std::size_t requests() const { return network_.requests().size(); }

    /** Whether the connection of the last request was kept. */
    bool kept_connection() const { return network_.open() == 1; }

private:
    template <class T, class Start>
    std::optional<error> failure_of(Start start)
    {
        std::optional<result<T>> seen;
        start([&seen](result<T> outcome) { seen.emplace(std::move(outcome)); });
        clock_.run(context_, clock_.now() + 1s);
        BOOST_TEST_REQUIRE(seen.has_value());
        if (seen->has_value())
            return std::nullopt;
        return seen->error();
    }

    virtual_clock clock_;
    boost::asio::io_context context_;
    memory_network network_;
    std::optional<client> client_;
};

constexpr const char* about_another = R"({"email":"user2@example.com","maxJobs":5})";

} // namespace

BOOST_AUTO_TEST_SUITE(operations)

BOOST_AUTO_TEST_CASE(answer_about_another_account_fails_and_ends_its_connection)
{
    const auto check = [](const char* name, const std::optional<error>& failure, const answered& by) {
        BOOST_TEST_CONTEXT(name)
        {
            BOOST_TEST_REQUIRE(failure.has_value());
            BOOST_TEST(failure->code() == errc::unexpected_content);
            BOOST_TEST(failure->effect() == effect::unknown);
            BOOST_TEST(failure->status() == 200);
            BOOST_TEST(by.requests() == 1U);
            BOOST_TEST(!by.kept_connection());
        }
    };
    answered upserts(about_another);
    check("upsert", upserts.upsert(), upserts);
    answered gets(about_another);
    check("get", gets.get(), gets);
    answered removes(about_another);
    check("delete", removes.remove(), removes);
    answered lists(R"({"user@example.com":)" + std::string(about_another) + "}");
    check("list", lists.list(), lists);
}

BOOST_AUTO_TEST_CASE(answer_of_200_that_is_no_account_is_not_a_success)
{
    for (const char* const body : {"{}", "[]", "<html></html>", R"({"error":"Something is wrong"})"}) {
        BOOST_TEST_CONTEXT(body)
        {
            answered by(body);
            const auto failure = by.upsert();
            BOOST_TEST_REQUIRE(failure.has_value());
            BOOST_TEST(failure->code() == errc::unexpected_content);
            BOOST_TEST(failure->effect() == effect::unknown);
            BOOST_TEST(by.requests() == 1U);
            BOOST_TEST(!by.kept_connection());
        }
    }
}

BOOST_AUTO_TEST_CASE(registered_account_in_error_is_not_a_success)
{
    answered by(R"({"email":"user@example.com","maxJobs":5,"error":"Session refused by Runway"})");
    const auto failure = by.upsert();
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->code() == errc::account_in_error_state);
    BOOST_TEST(failure->effect() == effect::unknown);
    BOOST_TEST(failure->server_error() == "Session refused by Runway");
    BOOST_TEST(by.requests() == 1U);
    // The answer is well-formed, so its connection is kept.
    BOOST_TEST(by.kept_connection());
    BOOST_TEST(!by.get());
}

BOOST_AUTO_TEST_CASE(list_of_200_with_an_error_is_not_an_empty_list)
{
    answered by(R"({"error":"Unauthorized","code":401})");
    const auto failure = by.list();
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->code() == errc::token_refused);
}

BOOST_AUTO_TEST_CASE(answer_that_is_not_the_services_is_no_success_and_no_refusal)
{
    for (const char* const body : {"<html><title>404 Not Found</title></html>", R"({"error":"Not Found"})"}) {
        BOOST_TEST_CONTEXT(body)
        {
            answered service(body, 404);
            for (const auto& failure : {service.list(), service.upsert(), service.get(), service.remove()}) {
                BOOST_TEST_REQUIRE(failure.has_value());
                BOOST_TEST(failure->code() == errc::unexpected_content);
                BOOST_TEST((failure->effect() == effect::rejected));
                BOOST_TEST(failure->detail().starts_with("the answer comes from a gateway"),
                           failure->detail());
            }
        }
    }
    answered gateway("<html><title>401 Authorization Required</title></html>", 401);
    BOOST_TEST(gateway.list()->code() == errc::service_unavailable);
    answered challenge("<!DOCTYPE html><title>Just a moment...</title>", 403);
    BOOST_TEST(challenge.upsert()->code() == errc::service_unavailable);
}

BOOST_AUTO_TEST_CASE(compressed_answer_is_named_as_such)
{
    struct
    {
        int status;
        errc expected;
        effect what;
    } const cases[] = {{200, errc::unexpected_content, effect::unknown},
                       {401, errc::unexpected_content, effect::rejected},
                       {500, errc::unexpected_content, effect::unknown},
                       {404, errc::unexpected_content, effect::rejected}};

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.status)
        {
            answered service("\x1f\x8b\x08 compressed", each.status, "gzip");
            const auto failure = service.upsert();
            BOOST_TEST_REQUIRE(failure.has_value());
            BOOST_TEST(failure->code() == each.expected);
            BOOST_TEST((failure->effect() == each.what));
            BOOST_TEST(failure->detail() == "the content is compressed (gzip), which was not asked for");
            BOOST_TEST(failure->server_error() == "");
            BOOST_TEST(service.requests() == 1U);
        }
    }
    answered plain("{}", 200, "identity");
    BOOST_TEST(!plain.list().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
