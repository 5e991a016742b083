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
    explicit answered(std::string body, int status = 200)
        : network_(context_, clock_, [body = std::move(body), status](const received_request&) {
              return reply::of(status, body);
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
    // The answer is in order, and so is its connection.
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

BOOST_AUTO_TEST_SUITE_END()
