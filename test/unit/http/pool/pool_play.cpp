#include "unit/http/pool/pool_play.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace useapi::testing {
namespace {

void say(std::string& words, const std::string& more)
{
    words += (words.empty() ? "" : ", ") + more;
}

} // namespace

pool_play::~pool_play()
{
    http::pool_actions ignored;
    core_.on_stopped(ignored);
}

std::string pool_play::play(std::string_view event)
{
    std::istringstream text{std::string(event)};
    std::string what;
    std::string whom;
    text >> what >> whom;
    if (what == "acquire") {
        const bool wants_fresh = whom == "fresh";
        if (wants_fresh)
            text >> whom;
        return acquire(whom, wants_fresh);
    }
    if (what == "cancel")
        return cancel(whom);
    if (what == "stop")
        return stop();
    if (what == "sweep")
        return sweep();
    if (what == "closed")
        return closed();
    const std::size_t number = std::stoul(whom);
    if (what == "connected")
        return connected(number);
    if (what == "failed")
        return failed(number);
    if (what == "release" || what == "broken")
        return release(number, what == "release");
    if (what == "late")
        return release(number, true, std::chrono::milliseconds(15));
    if (what == "dead")
        return dead(number);
    if (what == "stale")
        return stale(number);
    if (what == "readable")
        return readable(number);
    if (what == "resize")
        return resize(number);
    if (what == "limit")
        return limit(number);
    if (what == "warm")
        return warm(number);
    if (what == "answer") {
        std::string keep;
        long seconds = 0;
        if (text >> keep >> seconds)
            answer(number, std::chrono::seconds(seconds));
        else
            answer(number);
        return "";
    }
    BOOST_TEST_REQUIRE(what == "wait");
    wait(std::chrono::seconds(number));
    return "";
}

std::string pool_play::acquire(const std::string& who, bool wants_fresh)
{
    auto& made = waiters_[who];
    made = std::make_unique<waiter>(who, wants_fresh);
    http::pool_actions actions;
    std::string words;
    switch (core_.on_acquire(*made, now_, actions)) {
    case http::pool_core::answer::queued: {
        words = "queued";
        const auto place = wants_fresh ? std::find_if(queue_.begin(), queue_.end(),
                                                      [](const waiter* w) { return !w->wants_fresh(); })
                                       : queue_.end();
        queue_.insert(place, made.get());
        break;
    }
    case http::pool_core::answer::refused_full: {
        words = "full";
        BOOST_TEST(!wants_fresh);
        const std::size_t without_connection =
            queue_.size() - std::min(queue_.size(), connecting().size() + closing_);
        if (lease_limit_ > options_.max_connections)
            BOOST_TEST(without_connection >= options_.max_waiting);
        break;
    }
    case http::pool_core::answer::refused_stopped:
        words = "stopped";
        BOOST_TEST(stopped_);
        break;
    case http::pool_core::answer::granted:
        BOOST_TEST_REQUIRE(actions.grants.size() == 1U);
        BOOST_TEST(!wants_fresh);
    }
    return carry_out(std::move(words), actions);
}

std::string pool_play::cancel(const std::string& who)
{
    waiter& gone = *waiters_.at(who);
    const bool was_queued = std::find(queue_.begin(), queue_.end(), &gone) != queue_.end();
    const bool is_gone = core_.on_cancelled(gone);
    BOOST_TEST(is_gone == was_queued);
    if (was_queued)
        dequeue(gone);
    check_promises();
    return is_gone ? "gone" : "too late";
}

std::string pool_play::connected(std::size_t number, double random)
{
    connection& made = connections_.at(number);
    made.created = now_;
    made.retires_at = now_ + std::chrono::round<clock::duration>(
                                 std::chrono::duration<double, std::milli>(options_.max_age) *
                                 (1 + 0.3 * (2 * random - 1)));
    http::pool_actions actions;
    core_.on_connected(made.slot, now_, random, actions);
    if (actions.grants.empty() && !stopped_) {
        BOOST_TEST((queue_.empty() || leased().size() >= lease_limit_));
        made.now = phase::idle;
        made.idle_since = now_;
        made.idle_order = ++idle_order_;
    } else if (!stopped_) {
        // A new connection is for the call that waits longest.
        BOOST_TEST_REQUIRE(!queue_.empty());
        BOOST_TEST((actions.grants[0].waiter == queue_.front()));
    }
    return carry_out("", actions);
}

std::string pool_play::failed(std::size_t number)
{
    const waiter* const head = queue_.empty() ? nullptr : queue_.front();
    const bool enough_are_coming = queue_.size() < connecting().size();
    http::pool_actions actions;
    core_.on_connect_failed(connections_.at(number).slot, now_, actions);
    const auto gone = connections_.extract(number);
    const bool one_is_blamed = head && !enough_are_coming;
    BOOST_TEST_REQUIRE(actions.failures.size() == (one_is_blamed ? 1U : 0U));
    if (one_is_blamed)
        BOOST_TEST((actions.failures[0] == head));
    return carry_out("", actions);
}

void pool_play::answer(std::size_t number, std::optional<std::chrono::seconds> server_keeps)
{
    connection& used = connections_.at(number);
    used.server_keeps = server_keeps;
    used.slot.note_answer(server_keeps);
}

pool_play::connection& pool_play::put_back(std::size_t number)
{
    connection& back = connections_.at(number);
    BOOST_TEST_REQUIRE((back.now == phase::leased));
    back.now = phase::idle;
    back.idle_since = now_;
    back.idle_order = ++idle_order_;
    return back;
}

std::string pool_play::release(std::size_t number, bool reusable, std::chrono::milliseconds late)
{
    connection& back = put_back(number);
    http::pool_actions actions;
    core_.on_released(back.slot, reusable, now_ - late, actions);
    return carry_out("", actions);
}

std::string pool_play::stale(std::size_t number)
{
    http::pool_actions actions;
    core_.on_released_stale(put_back(number).slot, now_, actions);
    BOOST_TEST(actions.closes.size() == 1U);
    return carry_out("", actions);
}

std::string pool_play::readable(std::size_t number)
{
    connection& watched = connections_.at(number);
    const std::uint64_t uses = watched.watched.value();
    watched.watched.reset();
    const bool is_evicted = watched.now == phase::idle && watched.slot.uses() == uses;
    http::pool_actions actions;
    core_.on_readable(watched.slot, uses, actions);
    BOOST_TEST(actions.closes.size() == (is_evicted ? 1U : 0U));
    return carry_out("", actions);
}

std::string pool_play::sweep()
{
    now_ = std::max(now_, sweep_at_.value());
    sweep_at_.reset();
    http::pool_actions actions;
    core_.on_sweep(now_, actions);
    const std::string words = carry_out("", actions);
    for (const auto& [number, known] : connections_)
        if (known.now == phase::idle) {
            BOOST_TEST((idle_until(known) > now_));
            BOOST_TEST((known.watched || known.idle_since + http::pool_core::trusted_idle_time > now_));
        }
    return words;
}

std::string pool_play::closed()
{
    BOOST_TEST_REQUIRE(closing_ != 0U);
    --closing_;
    http::pool_actions actions;
    core_.on_closed(actions);
    return carry_out("", actions);
}

std::string pool_play::dead(std::size_t number)
{
    connection& back = put_back(number);
    const auto born = back.created;
    std::vector<std::size_t> doomed{number};
    for (const auto& [other, known] : connections_)
        if (other != number && known.now == phase::idle && known.created <= born)
            doomed.push_back(other);
    http::pool_actions actions;
    core_.on_released_dead(back.slot, now_, actions);
    std::vector<std::size_t> closed;
    for (const auto& [slot, why] : actions.closes)
        closed.push_back(number_of(*slot));
    std::sort(doomed.begin(), doomed.end());
    std::sort(closed.begin(), closed.end());
    BOOST_TEST(closed == doomed, boost::test_tools::per_element());
    return carry_out("", actions);
}

std::string pool_play::stop()
{
    stopped_ = true;
    http::pool_actions actions;
    core_.on_stopped(actions);
    BOOST_TEST(actions.failures.size() == queue_.size());
    return carry_out("", actions);
}

std::vector<std::size_t> pool_play::in(phase wanted) const
{
    std::vector<std::size_t> numbers;
    for (const auto& [number, known] : connections_)
        if (known.now == wanted)
            numbers.push_back(number);
    return numbers;
}

std::size_t pool_play::number_of(const http::pool_slot& slot) const
{
    const auto found = std::find_if(connections_.begin(), connections_.end(),
                                    [&slot](const auto& known) { return &known.second.slot == &slot; });
    BOOST_TEST_REQUIRE((found != connections_.end()));
    return found->first;
}

std::string pool_play::carry_out(std::string words, http::pool_actions& actions)
{
    for (const auto& [doomed, why] : actions.closes)
        connections_.at(number_of(*doomed)).idle_order = 0; // it is in none of the lists any more
    for (const auto& [taker, slot] : actions.grants) {
        const std::size_t number = number_of(*slot);
        auto& served = static_cast<waiter&>(*taker);
        note_grant(served, connections_.at(number));
        say(words, std::to_string(number) + " to " + served.name());
    }
    for (const http::pool_waiter* failed : actions.failures) {
        const auto& served = static_cast<const waiter&>(*failed);
        dequeue(served);
        say(words, served.name() + " fails");
    }
    for (const auto& [slot, why] : actions.closes) {
        const std::size_t number = number_of(*slot);
        BOOST_TEST((connections_.at(number).now != phase::leased));
        connections_.erase(number);
        last_reason_ = why;
        ++closing_;
        say(words, "close " + std::to_string(number));
    }
    for (const http::pool_slot* slot : actions.watches) {
        connection& watched = connections_.at(number_of(*slot));
        BOOST_TEST((watched.now == phase::idle));
        BOOST_TEST(!watched.watched.has_value());
        watched.watched = slot->uses();
        say(words, "watch " + std::to_string(number_of(*slot)));
    }
    if (actions.sweep_at) {
        BOOST_TEST((!sweep_at_ || *actions.sweep_at < *sweep_at_), "a sweep is planned once");
        sweep_at_ = actions.sweep_at;
    }
    for (std::size_t i = 0; i != actions.connects; ++i) {
        core_.on_connecting(connections_[++begun_].slot);
        say(words, "begin " + std::to_string(begun_));
    }
    check_promises();
    while (!closes_linger_ && closing_ != 0)
        if (const std::string more = closed(); !more.empty())
            say(words, more);
    return words;
}

pool_play::clock::time_point pool_play::idle_until(const connection& idle) const
{
    clock::duration limit = options_.idle_timeout;
    if (idle.server_keeps)
        limit = std::max<clock::duration>(
            clock::duration::zero(),
            std::min<clock::duration>(limit, *idle.server_keeps - std::chrono::seconds(2)));
    return std::min(idle.idle_since + limit, idle.retires_at);
}

std::optional<pool_play::clock::duration> pool_play::sweep_in() const
{
    return sweep_at_ ? std::optional(*sweep_at_ - now_) : std::nullopt;
}

std::vector<std::size_t> pool_play::watched() const
{
    std::vector<std::size_t> numbers;
    for (const auto& [number, known] : connections_)
        if (known.watched)
            numbers.push_back(number);
    return numbers;
}

} // namespace useapi::testing
