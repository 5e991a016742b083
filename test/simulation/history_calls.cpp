#include "simulation/history.hpp"
#include "simulation/started_call.hpp"

#include <useapi/client/call_options.hpp>
#include <useapi/client/send.hpp>
#include <useapi/runwayml/operations.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/version.hpp>

#include <array>
#include <exception>
#include <utility>

// How a history makes its calls, and cancels them.

namespace useapi::simulation {

namespace asio = boost::asio;

namespace {

// With these releases of Asio an exception leaves `run()` if a spawned coroutine is cancelled before it
// began.
constexpr bool cancels_before_it_begins = BOOST_VERSION < 108300 || BOOST_VERSION >= 108500;

template <class T>
asio::awaitable<T> telling_that_it_begins(std::function<void()> begins, asio::awaitable<T> routine)
{
    begins();
    co_return co_await std::move(routine);
}

template <class T>
std::optional<error> failure_of(const result<T>& outcome)
{
    if (outcome)
        return std::nullopt;
    return outcome.error();
}

constexpr std::array operation_names{"upsert", "upsert in a coroutine", "get", "delete",
                                     "post that must not be repeated"};

bool is_of(const runwayml::account& account, const planned_call& plan)
{
    return account.email() == plan.email && account.max_jobs() == plan.max_jobs;
}

} // namespace

history::started_call& history::begin(const planned_call& plan)
{
    started_call& started = started_.emplace_back();
    started.seen = &checker_.on_call(plan, server_.on_call(plan));
    log_.add(plan.name, "begins: ", operation_names[static_cast<std::size_t>(plan.what)], " of ", plan.email);
    if (plan.what != operation::upsert_in_coroutine)
        on_begun(started);
    return started;
}

void history::on_begun(const started_call& call)
{
    beginning_ = call.seen->plan->name;
    server_.on_begun(call.seen->truth);
}

std::function<void()> history::upsert(const planned_call& plan, completion done, attempt_listener failed)
{
    started_call& started = begin(plan);
    runwayml::account_settings settings(plan.email, secret(plan.password));
    settings.max_jobs(plan.max_jobs);
    const auto token = std::make_shared<int>();
    started.handler = token;
    auto handler = [this, &started, token, done = std::move(done)](result<runwayml::account> outcome) {
        started.seen->attempts = started.report->attempts;
        on_ended(started, failure_of(outcome), outcome && is_of(*outcome, *started.seen->plan));
        if (done)
            done(outcome, *started.report);
        react(started);
    };
    const client reporting =
        client_->with(call_options()
                          .on_attempt_failed(std::move(failed))
                          .report_to([report = started.report](const call_report& made) { *report = made; }));
    runwayml::async_upsert_account(
        reporting, std::move(settings),
        asio::bind_cancellation_slot(started.cancellation.slot(), std::move(handler)));
    return [this, &started] { cancel(started); };
}

void history::start(const planned_call& plan)
{
    if (!client_)
        return;
    if (plan.what == operation::upsert) {
        upsert(plan, nullptr);
        return;
    }
    started_call& started = begin(plan);
    const auto token = std::make_shared<int>();
    started.handler = token;
    const auto ended = [this, &started, token](const std::optional<error>& failure, bool matches) {
        on_ended(started, failure, matches);
        react(started);
    };
    const auto account_ended = [ended, &plan](result<runwayml::account> outcome) {
        ended(failure_of(outcome), outcome && is_of(*outcome, plan));
    };
    const auto slot = started.cancellation.slot();
    switch (plan.what) {
    case operation::upsert:
        break;
    case operation::upsert_in_coroutine: {
        runwayml::account_settings settings(plan.email, secret(plan.password));
        settings.max_jobs(plan.max_jobs);
        started.can_be_cancelled = cancels_before_it_begins;
        const auto begins = [this, &started] {
            started.can_be_cancelled = true;
            on_begun(started);
        };
        auto routine =
            telling_that_it_begins(begins, runwayml::upsert_account(*client_, std::move(settings)));
        auto handler = [account_ended](std::exception_ptr thrown, result<runwayml::account> outcome) {
            // Asio throws if the coroutine was cancelled before it made the call.
            account_ended(thrown ? result<runwayml::account>(error(errc::cancelled)) : std::move(outcome));
        };
        asio::co_spawn(*context_, std::move(routine), asio::bind_cancellation_slot(slot, std::move(handler)));
        break;
    }
    case operation::get:
        runwayml::async_get_account(*client_, plan.email, asio::bind_cancellation_slot(slot, account_ended));
        break;
    case operation::remove:
        runwayml::async_delete_account(*client_, plan.email,
                                       asio::bind_cancellation_slot(slot, [ended](result<void> outcome) {
                                           ended(failure_of(outcome), true);
                                       }));
        break;
    case operation::post_once: {
        http::request request("POST", "/accounts/" + plan.email);
        request.content("application/json", R"({"email":")" + plan.email + R"(","password":")" +
                                                plan.password + R"(","maxJobs":)" +
                                                std::to_string(plan.max_jobs) + "}");
        async_send(*client_, std::move(request),
                   asio::bind_cancellation_slot(
                       slot, [ended](result<http::response> outcome) { ended(failure_of(outcome), true); }));
        break;
    }
    }
}

void history::on_ended(started_call& call, const std::optional<error>& failure, bool matches)
{
    const subject& name = call.seen->plan->name;
    if (failure)
        log_.add(name, "ends: ", name_of(failure->code()), ", effect ", to_string(failure->effect()), ", ",
                 failure->attempts(), " attempts");
    else
        log_.add(name, "ends: success");
    checker_.on_completed(*call.seen, failure, matches);
}

void history::cancel(started_call& which)
{
    static constexpr std::array types{asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                      asio::cancellation_type::total};
    if (!which.can_be_cancelled)
        return;
    which.seen->must_end_now = true;
    log_.add(which.seen->plan->name, "is cancelled");
    // A spawned coroutine reacts only to the first type of cancellation, unless it says otherwise.
    const bool is_coroutine = which.seen->plan->what == operation::upsert_in_coroutine;
    const chooser choose = scenario_.random.about(which.seen->plan->name);
    which.cancellation.emit(types[is_coroutine ? 0 : choose.below(types.size(), "cancellation_type")]);
}

void history::cancel_any(const chooser& choose)
{
    std::vector<started_call*> alive;
    for (started_call& each : started_)
        if (each.seen->completions == 0)
            alive.push_back(&each);
    if (!alive.empty())
        cancel(*alive[choose.below(alive.size(), "cancels_call")]);
}

} // namespace useapi::simulation
