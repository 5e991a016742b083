#include "unit/http/pool/pool_play.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(pool_core_exhaustive)

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::size_t connections = 2;
const std::vector<std::string> call_names = {"A", "B", "C"};

using path = std::vector<std::string>;

/** Three calls at a pool of two connections, and what may happen next. `pool_play` checks the promises of the
    core at every event. */
class small_pool
{
public:
    explicit small_pool(std::size_t max_waiting)
        : pool_({connections, max_waiting, std::chrono::seconds(50), std::chrono::hours(1)})
    {
        pool_.let_closes_linger();
    }

    void play(const std::string& event)
    {
        if (event == "pause") {
            has_paused_ = true;
            pool_.wait(std::chrono::seconds(51));
        } else if (event.starts_with("again ")) {
            const std::string who = event.substr(6);
            const bool wants_fresh = owed_.extract(who).mapped();
            note_grants(pool_.acquire(who, wants_fresh));
        } else {
            play_one(event);
        }
    }

    /** Everything that may come next. */
    path next() const
    {
        path events;
        if (begun_ != call_names.size())
            events.push_back("acquire " + call_names[begun_]);
        for (const auto& [who, fresh] : owed_)
            events.push_back("again " + who);
        for (const std::string& who : pool_.waiting())
            events.push_back("cancel " + who);
        each(events, pool_.connecting(), {"connected", "failed"});
        for (const std::size_t number : pool_.leased()) {
            each(events, {number}, {"served", "release", "broken"});
            // The call that insists on a fresh connection gets one that was never used.
            if (pool_.slot(number).reused())
                each(events, {number}, {"dead", "stale"});
        }
        each(events, pool_.watched(), {"readable"});
        if (pool_.sweep_in())
            events.push_back("sweep");
        if (pool_.closing() != 0)
            events.push_back("closed");
        if (!has_paused_ && pool_.core().idle_connections() != 0)
            events.push_back("pause");
        if (!pool_.stopped())
            events.push_back("stop");
        return events;
    }

    /** What the future depends on. Calls that are in the same situation are alike. */
    std::string state() const
    {
        std::ostringstream text;
        text << pool_.state() << " begun " << begun_ << (has_paused_ ? " paused" : "");
        for (const auto& [who, fresh] : owed_)
            text << (fresh ? " owed fresh" : " owed");
        return text.str();
    }

    /** Every wait ends once everything that is under way does. */
    void end_well()
    {
        while (!pool_.connecting().empty() || !pool_.leased().empty() || pool_.closing() != 0) {
            if (pool_.closing() != 0)
                pool_.closed();
            else if (!pool_.connecting().empty())
                pool_.connected(pool_.connecting().front());
            else
                pool_.release(pool_.leased().front(), true);
        }
        BOOST_TEST(pool_.waiting().empty());
    }

private:
    static void each(path& events, const std::vector<std::size_t>& numbers, const path& kinds)
    {
        for (const std::size_t number : numbers)
            for (const std::string& kind : kinds)
                events.push_back(kind + ' ' + std::to_string(number));
    }

    void play_one(const std::string& event)
    {
        const std::size_t blank = event.find(' ');
        const std::string kind = event.substr(0, blank);
        const std::string which = blank == std::string::npos ? "" : event.substr(blank + 1);
        if (kind == "acquire")
            ++begun_;
        if (kind == "dead" || kind == "stale")
            owed_.emplace(holders_.at(std::stoul(which)), kind == "dead");
        if (kind == "served")
            pool_.answer(std::stoul(which));
        note_grants(pool_.play(kind == "served" ? "release " + which : event));
    }

    void note_grants(const std::string& words)
    {
        std::istringstream text(words);
        std::string before;
        for (std::string word; text >> word; before = word)
            if (word == "to") {
                std::string who;
                text >> who;
                holders_[std::stoul(before)] = who.substr(0, who.find(','));
            }
    }

    pool_play pool_;
    std::size_t begun_ = 0;
    bool has_paused_ = false;
    std::map<std::size_t, std::string> holders_; ///< of connections, the last one
    std::map<std::string, bool> owed_;           ///< calls that ask again, and whether for a fresh connection
};

/** Plays every order of events, as far as it leads to a state that was not seen before. */
std::size_t count_states(std::size_t max_waiting)
{
    std::set<std::string> seen{small_pool(max_waiting).state()};
    std::deque<path> open{{}};
    while (!open.empty()) {
        const path so_far = std::move(open.front());
        open.pop_front();
        small_pool here(max_waiting);
        for (const std::string& event : so_far)
            here.play(event);
        for (const std::string& event : here.next()) {
            small_pool after(max_waiting);
            for (const std::string& before : so_far)
                after.play(before);
            path way = so_far;
            way.push_back(event);
            after.play(event);
            if (!seen.insert(after.state()).second)
                continue;
            open.push_back(std::move(way));
            after.end_well();
        }
    }
    return seen.size();
}

} // namespace

BOOST_AUTO_TEST_CASE(promises_hold_in_every_state_of_two_connections_and_three_calls)
{
    for (const std::size_t max_waiting : {std::size_t(0), std::size_t(3)}) {
        const std::size_t states = count_states(max_waiting);
        std::cout << "pool_core, " << connections << " connections, " << call_names.size() << " calls, "
                  << max_waiting << " may wait: " << states << " states\n";
        BOOST_TEST(states > 1000U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
