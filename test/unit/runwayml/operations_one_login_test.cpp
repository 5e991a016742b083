#include "unit/printing.hpp"

#include <useapi/client/call_report.hpp>
#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

namespace {

struct watched_login
{
    std::optional<result<runwayml::account>> outcome;
    std::chrono::milliseconds at{};
    boost::asio::cancellation_signal cancel;
};

/** A service whose logins take a second each. */
struct slow_service
{
    static client_options options()
    {
        client_options chosen(secret("user:1234-abcdefghijklmnop"));
        chosen.timeout(60s).attempt_timeout(20s).seed(7);
        return chosen;
    }

    std::shared_ptr<watched_login> login(const client& on, const std::string& email = "user@example.com",
                                         int max_jobs = 5, const char* password = "hunter22")
    {
        auto watched = std::make_shared<watched_login>();
        runwayml::account_settings settings(email, secret(password));
        settings.max_jobs(max_jobs);
        runwayml::async_upsert_account(
            on, std::move(settings),
            boost::asio::bind_cancellation_slot(
                watched->cancel.slot(), [this, watched](result<runwayml::account> outcome) {
                    watched->outcome.emplace(std::move(outcome));
                    watched->at = std::chrono::duration_cast<std::chrono::milliseconds>(clock.elapsed());
                }));
        return watched;
    }

    void run_for(std::chrono::milliseconds time) { clock.run(context, clock.now() + time); }

    /** When each request came, in seconds, with its body's `maxJobs`. */
    std::vector<std::string> requests() const
    {
        std::vector<std::string> seen;
        for (const auto& each : network.requests()) {
            const std::string body(each.body());
            const std::size_t jobs = body.find("\"maxJobs\":") + 10;
            seen.push_back(
                std::to_string(std::chrono::duration_cast<std::chrono::seconds>(each.at()).count()) + ":" +
                body.substr(jobs, body.find_first_of(",}", jobs) - jobs));
        }
        return seen;
    }

    static reply answer(const received_request& request)
    {
        if (request.body().find("wrong") != std::string_view::npos)
            return reply::error(401, "Wrong username/password combination.").after(1s);
        const std::string path(request.path());
        runwayml::account shown(path.substr(path.rfind('/') + 1));
        shown.max_jobs(5);
        return reply::account(shown).after(1s);
    }

    virtual_clock clock;
    boost::asio::io_context context{1};
    memory_network network{context, clock, answer};
};

std::vector<std::string> requests_of(std::initializer_list<std::string> what)
{
    return what;
}

error_code login_code(const watched_login& ended)
{
    BOOST_TEST_REQUIRE(ended.outcome.has_value());
    return ended.outcome->has_value() ? error_code() : ended.outcome->error().code();
}

} // namespace

BOOST_AUTO_TEST_SUITE(one_login_of_an_account)

BOOST_AUTO_TEST_CASE(logins_of_one_account_go_one_after_the_other)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options());
    const auto first = w.login(made, "user@example.com", 1);
    const auto second = w.login(made, "User@Example.com", 2);
    const auto other = w.login(made, "other@example.com", 3);
    const auto third = w.login(made, "user@example.com", 4);
    w.clock.run(w.context);
    BOOST_TEST(w.requests() == requests_of({"0:1", "0:3", "1:2", "2:4"}), boost::test_tools::per_element());
    for (const auto& each : {first, second, other, third})
        BOOST_TEST(!login_code(*each));
    BOOST_TEST(other->at.count() == 1000);
    BOOST_TEST(third->at.count() == 3000);
}

BOOST_AUTO_TEST_CASE(logins_on_two_clients_do_not_wait_for_each_other)
{
    slow_service w;
    const client one = w.network.make_client(slow_service::options());
    const client two = w.network.make_client(slow_service::options());
    w.login(one);
    w.login(two);
    w.clock.run(w.context);
    BOOST_TEST(w.requests() == requests_of({"0:5", "0:5"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(login_that_waits_for_another_ends_as_any_wait)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options().timeout(1500ms));
    const auto first = w.login(made, "user@example.com", 1);
    const auto cancelled = w.login(made, "user@example.com", 2);
    const auto late = w.login(made, "user@example.com", 3);
    const auto later = w.login(made, "user@example.com", 4);
    w.run_for(500ms);
    cancelled->cancel.emit(boost::asio::cancellation_type::total);
    w.run_for(1ms);
    BOOST_TEST(login_code(*cancelled) == errc::cancelled);
    BOOST_TEST(cancelled->at.count() == 500);
    BOOST_TEST(cancelled->outcome->error().effect() == effect::none);
    BOOST_TEST(cancelled->outcome->error().attempts() == 0U);
    w.clock.run(w.context);
    BOOST_TEST(!login_code(*first));
    BOOST_TEST(login_code(*late) == errc::timed_out);
    BOOST_TEST(later->at.count() == 1500);
    BOOST_TEST(login_code(*later) == errc::timed_out);
    BOOST_TEST(later->outcome->error().effect() == effect::none);
    BOOST_TEST(w.requests() == requests_of({"0:1", "1:3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(login_that_was_cancelled_lets_the_next_one_go)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options());
    const auto first = w.login(made, "user@example.com", 1);
    const auto second = w.login(made, "user@example.com", 2);
    w.run_for(500ms);
    first->cancel.emit(boost::asio::cancellation_type::terminal);
    w.clock.run(w.context);
    BOOST_TEST(login_code(*first) == errc::cancelled);
    BOOST_TEST(!login_code(*second));
    BOOST_TEST(second->at.count() == 1500);
}

BOOST_AUTO_TEST_CASE(close_and_drain_end_a_login_that_waits)
{
    for (const bool drains : {false, true}) {
        BOOST_TEST_CONTEXT((drains ? "drain" : "close"))
        {
            slow_service w;
            client made = w.network.make_client(slow_service::options());
            const auto first = w.login(made, "user@example.com", 1);
            const auto second = w.login(made, "user@example.com", 2);
            w.run_for(500ms);
            std::optional<std::size_t> cut;
            if (drains)
                made.async_drain(10s, [&cut](std::size_t calls) { cut = calls; });
            else
                made.close();
            w.run_for(1ms);
            BOOST_TEST(login_code(*second) == (drains ? errc::client_draining : errc::client_closed));
            w.clock.run(w.context);
            BOOST_TEST(login_code(*first) == (drains ? error_code() : error_code(errc::client_closed)));
            BOOST_TEST(w.requests().size() == 1U);
            BOOST_TEST(cut.has_value() == drains);
        }
    }
}

BOOST_AUTO_TEST_CASE(context_that_goes_takes_logins_that_wait_with_it)
{
    virtual_clock clock;
    auto context = std::make_unique<boost::asio::io_context>(1);
    memory_network network(*context, clock, [](const received_request&) { return reply::silence(); });
    const client made = network.make_client(slow_service::options());
    const auto held = std::make_shared<int>();
    for (int i = 0; i < 3; ++i)
        runwayml::async_upsert_account(
            made, runwayml::account_settings("user@example.com", secret("hunter22")).max_jobs(5),
            [held](const result<runwayml::account>&) { BOOST_ERROR("a handler ran"); });
    clock.run(*context, clock.now() + 1s);
    BOOST_TEST(held.use_count() == 4);
    context.reset();
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(equal_login_joins_the_one_under_way_where_that_is_chosen)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options().join_equal_logins(true));
    const auto first = w.login(made, "user@example.com", 1);
    const auto equal = w.login(made, "user@example.com", 1);
    const auto another = w.login(made, "user@example.com", 2);
    const auto behind = w.login(made, "user@example.com", 1);
    w.clock.run(w.context);
    BOOST_TEST(w.requests() == requests_of({"0:1", "1:2", "2:1"}), boost::test_tools::per_element());
    for (const auto& each : {first, equal, another, behind})
        BOOST_TEST(!login_code(*each));
    BOOST_TEST(equal->at.count() == 1000);
    BOOST_TEST(equal->outcome->value().email() == "user@example.com");
    BOOST_TEST(first->outcome->value().email() == "user@example.com");
}

BOOST_AUTO_TEST_CASE(login_that_is_only_reported_joins_an_equal_one_and_another_time_out_does_not)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options().join_equal_logins(true));
    std::vector<unsigned> attempts;
    const client reporting = made.with(
        call_options().report_to([&](const call_report& report) { attempts.push_back(report.attempts); }));
    const auto first = w.login(made, "user@example.com", 1);
    const auto equal = w.login(reporting, "user@example.com", 1);
    const auto hurried = w.login(made.with(call_options().timeout(50s)), "user@example.com", 1);
    w.clock.run(w.context);
    BOOST_TEST(w.requests() == requests_of({"0:1", "1:1"}), boost::test_tools::per_element());
    for (const auto& each : {first, equal, hurried})
        BOOST_TEST(!login_code(*each));
    BOOST_TEST(equal->at.count() == 1000);
    BOOST_TEST(attempts == std::vector<unsigned>{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(joined_login_shares_a_refusal_and_no_cancellation)
{
    slow_service w;
    const client made = w.network.make_client(slow_service::options().join_equal_logins(true));
    const auto refused = w.login(made, "a@example.com", 1, "wrong");
    const auto as_well = w.login(made, "a@example.com", 1, "wrong");
    const auto cancelled = w.login(made, "b@example.com", 2);
    const auto goes_itself = w.login(made, "b@example.com", 2);
    w.run_for(500ms);
    cancelled->cancel.emit(boost::asio::cancellation_type::total);
    w.clock.run(w.context);
    BOOST_TEST(login_code(*refused) == errc::credentials_refused);
    BOOST_TEST(login_code(*as_well) == errc::credentials_refused);
    BOOST_TEST(as_well->outcome->error().effect() == effect::rejected);
    BOOST_TEST(as_well->outcome->error().status() == 401);
    BOOST_TEST(login_code(*cancelled) == errc::cancelled);
    BOOST_TEST(!login_code(*goes_itself));
    BOOST_TEST(w.requests() == requests_of({"0:1", "0:2", "0:2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
