#include "unit/client/recorder.hpp"
#include "unit/client/world.hpp"

#include <useapi/client/call_report.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

std::vector<reply> always(const reply& answer)
{
    return std::vector<reply>(10, answer);
}

/** What the observer is told of the tags, in the order of the events. */
class tags_seen final : public observer
{
public:
    void on_call_queued(const event::call_queued& seen) noexcept override { note(seen.call()); }

    void on_request_sent(const event::request_sent& seen) noexcept override { note(seen.call()); }

    void on_retry_decided(const event::retry_decided& seen) noexcept override { note(seen.call()); }

    void on_call_ended(const event::call_ended& seen) noexcept override { note(seen.call()); }

    std::string text;

private:
    void note(const event::call& of) { text.append(of.tag()).append("|"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(options_of_a_call)

BOOST_AUTO_TEST_CASE(time_out_replaces_the_clients_and_counts_from_the_start_of_each_call)
{
    for (const auto limit : {3000ms, 90'000ms}) {
        BOOST_TEST_CONTEXT(limit.count() << " ms")
        {
            world w(always(reply::silence()));
            const auto client = w.make_client(world::options().attempt_timeout(200s));
            const auto hurried = client.with(call_options().timeout(limit));
            const auto first = w.start(hurried);
            w.run();
            BOOST_TEST(first->failure().code() == errc::timed_out);
            BOOST_TEST(first->at.count() == limit.count());
            const auto second = w.start(hurried);
            w.run();
            BOOST_TEST(second->at.count() == 2 * limit.count());
            const auto usual = w.start(client);
            w.run();
            BOOST_TEST(usual->at.count() == 2 * limit.count() + 60'000);
        }
    }
}

BOOST_AUTO_TEST_CASE(deadline_is_a_point_in_time_and_the_earlier_limit_counts)
{
    world w(always(reply::silence()));
    const auto client = w.make_client(world::options().attempt_timeout(200s));
    const auto bound = client.with(call_options().deadline(w.clock.now() + 10s));
    const auto late = w.start(bound);
    w.run_for(4s);
    const auto short_one = w.start(bound.with(call_options().timeout(2s)));
    w.run();
    BOOST_TEST(late->at.count() == 10'000);
    BOOST_TEST(short_one->at.count() == 6000);
}

BOOST_AUTO_TEST_CASE(call_whose_time_is_over_sends_nothing)
{
    for (const auto& options : {call_options().timeout(0s), call_options().timeout(-5s),
                                call_options().deadline(call_options::clock::time_point())}) {
        world w;
        const auto client = w.make_client();
        w.start(client); // leaves an idle connection, so that the next call need not wait for one
        w.run();
        const auto call = w.start(client.with(options));
        w.run();
        BOOST_TEST_REQUIRE(!call->succeeded());
        BOOST_TEST(call->failure().code() == errc::timed_out);
        BOOST_TEST(call->failure().effect() == effect::none);
        BOOST_TEST(w.network->requests().size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(attempt_time_out_replaces_the_clients)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client.with(call_options().attempt_timeout(2s)));
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(call->at.count() >= 2000);
    BOOST_TEST(call->at.count() <= 2400);
}

BOOST_AUTO_TEST_CASE(attempts_replace_the_clients)
{
    for (const unsigned most : {1U, 2U, 7U}) {
        world w(always(reply::of(502, "{}")));
        const auto client = w.make_client(
            world::options().retry(retry_options().max_resends_after_unknown(50).budget_floor(1000)));
        const auto call = w.start(client.with(call_options().max_attempts(most)));
        w.run();
        BOOST_TEST(call->failure().attempts() == most);
        BOOST_TEST(call->failure().retry_refusal() == retry_refusal::attempts_exhausted);
    }
}

BOOST_AUTO_TEST_CASE(at_most_once_is_not_sent_again_after_an_unknown_effect)
{
    world w({reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    const auto call = w.start(client.with(call_options().at_most_once(true)));
    w.run();
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::not_idempotent);
    BOOST_TEST(w.network->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(at_most_once_is_tried_again_where_nothing_was_done)
{
    world w({reply::of(429, "{}")});
    const auto client = w.make_client();
    const auto call = w.start(client.with(call_options().at_most_once(true)));
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(w.network->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(request_that_must_not_be_repeated_stays_so)
{
    world w({reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    const auto call = w.start(client.with(call_options().at_most_once(false)), http::request("POST", "/x"));
    w.run();
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::not_idempotent);
}

BOOST_AUTO_TEST_CASE(fields_go_out_with_every_attempt_and_those_of_an_attempt_with_it_alone)
{
    world w({reply::of(502, "{}")});
    const auto client = w.make_client();
    std::vector<unsigned> asked;
    const auto traced = client.with(
        call_options().add_field("Baggage", "tenant=7").attempt_fields([&asked](unsigned attempt) {
            asked.push_back(attempt);
            return std::vector<http::field>{{"traceparent", "span-" + std::to_string(attempt)}};
        }));
    const auto call = w.start(traced, http::request("GET", "/x").add_field("X-Own", "1"));
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST((asked == std::vector<unsigned>{1, 2}));
    const auto requests = w.network->requests();
    BOOST_TEST_REQUIRE(requests.size() == 2U);
    for (std::size_t i = 0; i != 2; ++i) {
        BOOST_TEST(requests[i].find("Baggage").value_or("") == "tenant=7");
        BOOST_TEST(requests[i].find("X-Own").value_or("") == "1");
        BOOST_TEST(requests[i].find("traceparent").value_or("") == "span-" + std::to_string(i + 1));
        BOOST_TEST(requests[i].fields().size() == requests[0].fields().size());
    }
    const auto plain = w.start(client);
    w.run();
    BOOST_TEST(!w.network->requests().back().find("Baggage"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_fails_the_call_and_sends_nothing)
{
    struct row
    {
        call_options options;
        const char* named;
    };

    const auto of_attempt = [](std::string name, std::string value) {
        return call_options().attempt_fields(
            [=](unsigned) { return std::vector<http::field>{{name, value}}; });
    };
    const row rows[] = {
        {call_options().timeout(200h), "timeout"},
        {call_options().attempt_timeout(0s), "attempt_timeout"},
        {call_options().attempt_timeout(200h), "attempt_timeout"},
        {call_options().max_attempts(0), "max_attempts"},
        {call_options().max_attempts(101), "max_attempts"},
        {call_options().add_field("Authorization", "Bearer other"), "Authorization"},
        {call_options().add_field("X-A", "a\r\nX-B: b"), "X-A"},
        {call_options().add_field("X A", "a"), "field name"},
        {of_attempt("content-length", "1"), "content-length"},
        {of_attempt("traceparent", "a\nb"), "traceparent"},
        {call_options().attempt_fields(
             [](unsigned) -> std::vector<http::field> { throw std::runtime_error("with a secret"); }),
         "attempt_fields"},
    };
    for (const row& each : rows) {
        BOOST_TEST_CONTEXT(each.named)
        {
            world w;
            const auto client = w.make_client();
            const auto call = w.start(client.with(each.options));
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST(call->failure().code() == errc::invalid_argument);
            BOOST_TEST(call->failure().effect() == effect::none);
            BOOST_TEST(call->failure().detail().find(each.named) != std::string::npos);
            BOOST_TEST(call->failure().detail().find("secret") == std::string::npos);
            BOOST_TEST(w.network->requests().empty());
            BOOST_TEST(w.network->connects() == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(bad_field_of_a_later_attempt_does_not_hide_that_the_first_may_have_been_applied)
{
    world w({reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    const auto call = w.start(client.with(call_options().attempt_fields(
        [](unsigned attempt) { return std::vector<http::field>{{"X-A", attempt == 1 ? "fine" : "\n"}}; })));
    w.run();
    BOOST_TEST_REQUIRE(!call->succeeded());
    BOOST_TEST(call->failure().code() == errc::invalid_argument);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(call->failure().attempts() == 1U);
}

BOOST_AUTO_TEST_CASE(observer_hears_the_tag_with_every_event_of_the_call)
{
    world w({reply::of(502, "{}")});
    const auto seen = std::make_shared<tags_seen>();
    const auto client = w.make_client(world::options().observe_with(seen));
    w.start(client.with(call_options().tag("order 7")));
    w.run();
    BOOST_TEST(seen->text == "order 7|order 7|order 7|order 7|order 7|");
    seen->text.clear();
    w.start(client);
    w.run();
    BOOST_TEST(seen->text == "|||");
    for (const received_request& request : w.network->requests())
        BOOST_TEST(request.text().find("order 7") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(report_tells_of_every_attempt_before_the_handler_runs)
{
    world w({reply::of(503, "{}"), reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    std::vector<call_report> reports;
    std::vector<std::string> failures;
    const auto watched =
        client.with(call_options()
                        .report_to([&](const call_report& made) { reports.push_back(made); })
                        .on_attempt_failed([&](const error& failure) {
                            failures.push_back(failure.status() != 0 ? std::to_string(failure.status())
                                                                     : std::string(name_of(failure.code())));
                        }));
    const auto call = w.start(watched);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(failures == (std::vector<std::string>{"503", "connection_lost"}),
               boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(reports.size() == 1U);
    BOOST_TEST(reports[0].attempts == 3U);
    BOOST_TEST(reports[0].busy_signals == 1U);
    BOOST_TEST(reports[0].status == 200);
    BOOST_TEST(reports[0].elapsed.count() == call->at.count());
    BOOST_TEST(reports[0].retries.size() == 2U);
    BOOST_TEST(reports[0].retries["status 503"] == 1U);
    BOOST_TEST(reports[0].retries["connection_lost"] == 1U);
    // Each call of the handle has a report of its own.
    w.start(watched);
    w.run();
    BOOST_TEST_REQUIRE(reports.size() == 2U);
    BOOST_TEST(reports[1].attempts == 1U);
    BOOST_TEST(reports[1].retries.empty());
}

BOOST_AUTO_TEST_CASE(call_that_could_not_be_made_is_reported_as_well)
{
    world w;
    const auto client = w.make_client();
    std::vector<call_report> reports;
    const auto call = w.start(client.with(
        call_options().timeout(0s).report_to([&](const call_report& made) { reports.push_back(made); })));
    w.run();
    BOOST_TEST(call->failure().code() == errc::timed_out);
    BOOST_TEST_REQUIRE(reports.size() == 1U);
    BOOST_TEST(reports[0].attempts == 0U);
    BOOST_TEST(reports[0].status == 0);
}

BOOST_AUTO_TEST_CASE(options_of_a_handle_are_the_defaults_of_those_made_from_it)
{
    const auto none = [](unsigned) { return std::vector<http::field>(); };
    const call_options base = call_options()
                                  .timeout(1s)
                                  .attempt_timeout(2s)
                                  .max_attempts(3)
                                  .at_most_once(true)
                                  .tag("base")
                                  .add_field("A", "1")
                                  .deadline(call_options::clock::time_point(9s))
                                  .attempt_fields(none)
                                  .report_to([](const call_report&) {})
                                  .on_attempt_failed([](const error&) {});
    const call_options kept = call_options().over(base);
    BOOST_TEST((kept.timeout() == 1s));
    BOOST_TEST((kept.attempt_timeout() == 2s));
    BOOST_TEST((kept.max_attempts() == 3U));
    BOOST_TEST((kept.at_most_once() == true));
    BOOST_TEST((kept.tag() == "base"));
    BOOST_TEST((kept.deadline() == call_options::clock::time_point(9s)));
    BOOST_TEST(static_cast<bool>(kept.attempt_fields()));
    BOOST_TEST(static_cast<bool>(kept.report_to()));
    BOOST_TEST(static_cast<bool>(kept.on_attempt_failed()));
    std::string called;
    const call_options replaced = call_options()
                                      .timeout(4s)
                                      .attempt_timeout(5s)
                                      .max_attempts(6)
                                      .at_most_once(false)
                                      .tag("own")
                                      .add_field("A", "2")
                                      .deadline(call_options::clock::time_point(8s))
                                      .attempt_fields([&called](unsigned) {
                                          called += "fields ";
                                          return std::vector<http::field>();
                                      })
                                      .report_to([&called](const call_report&) { called += "report "; })
                                      .on_attempt_failed([&called](const error&) { called += "failure"; })
                                      .over(base);
    BOOST_TEST((replaced.timeout() == 4s));
    BOOST_TEST((replaced.attempt_timeout() == 5s));
    BOOST_TEST((replaced.max_attempts() == 6U));
    BOOST_TEST((replaced.at_most_once() == false));
    BOOST_TEST((replaced.tag() == "own"));
    BOOST_TEST((replaced.deadline() == call_options::clock::time_point(8s)));
    replaced.attempt_fields()(1);
    replaced.report_to()({});
    replaced.on_attempt_failed()(error());
    BOOST_TEST(called == "fields report failure");
    BOOST_TEST_REQUIRE(replaced.fields().size() == 2U);
    BOOST_TEST(replaced.fields()[0].value() == "1");
    BOOST_TEST(replaced.fields()[1].value() == "2");
}

BOOST_AUTO_TEST_CASE(handle_with_options_is_another_handle_of_the_client)
{
    world w({reply::silence()});
    std::optional<client> plain = w.make_client();
    client hurried = plain->with(call_options().timeout(3s));
    plain.reset(); // the client stays open
    const auto call = w.start(hurried);
    client moved = std::move(hurried);
    const auto second = w.start(moved, http::request("GET", "/y"));
    w.run();
    BOOST_TEST(call->failure().code() == errc::timed_out);
    BOOST_TEST(second->succeeded());
    // A handle that was moved from belongs to no open client, with options as without.
    const auto late = w.start(hurried.with(call_options().timeout(1s)));
    w.run();
    BOOST_TEST(late->failure().code() == errc::client_closed);
    hurried = moved;
    const auto again = w.start(hurried);
    w.run();
    BOOST_TEST(again->succeeded());
}

BOOST_AUTO_TEST_SUITE_END()
