#include "client/timer_queue.hpp"
#include "testing/access.hpp"
#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

class probe final : public timer_queue::entry, public std::enable_shared_from_this<probe>
{
public:
    explicit probe(virtual_clock& clock) : clock_(clock) {}

    std::shared_ptr<void> hold() override { return shared_from_this(); }

    void on_due() noexcept override { fired.push_back(clock_.now()); }

    std::vector<timer_queue::time_point> fired;

private:
    virtual_clock& clock_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(timers)

BOOST_AUTO_TEST_CASE(entries_fire_once_at_their_time_whatever_the_order)
{
    world w;
    const auto queue = std::make_shared<timer_queue>(access::make_connector(*w.network));
    std::mt19937 random(42);
    std::vector<std::shared_ptr<probe>> probes;
    std::vector<timer_queue::time_point> due;
    std::vector<bool> removed;
    const auto start = w.clock.now();
    for (int i = 0; i < 500; ++i) {
        probes.push_back(std::make_shared<probe>(w.clock));
        due.push_back(start + std::chrono::milliseconds(random() % 1000));
        queue->set(*probes.back(), due.back());
    }
    for (std::size_t i = 0; i < probes.size(); ++i) {
        removed.push_back(random() % 3 == 0);
        if (removed[i]) {
            BOOST_TEST(queue->remove(*probes[i]));
            BOOST_TEST(!queue->remove(*probes[i]));
        } else if (random() % 3 == 0) {
            due[i] = start + std::chrono::milliseconds(random() % 1000);
            queue->set(*probes[i], due[i]);
        }
    }
    w.run();
    for (std::size_t i = 0; i < probes.size(); ++i) {
        BOOST_TEST_CONTEXT("entry " << i)
        {
            BOOST_TEST(probes[i]->fired.size() == (removed[i] ? 0U : 1U));
            if (!removed[i])
                BOOST_TEST((probes[i]->fired.front() == due[i]));
        }
    }
}

BOOST_AUTO_TEST_CASE(settled_queue_leaves_nothing_to_wait_for)
{
    world w;
    const auto queue = std::make_shared<timer_queue>(access::make_connector(*w.network));
    const auto entry = std::make_shared<probe>(w.clock);
    queue->set(*entry, w.clock.now() + 1h);
    queue->remove(*entry);
    queue->settle();
    w.run();
    BOOST_TEST((w.clock.elapsed() == 0s));
}

BOOST_AUTO_TEST_CASE(abandoned_queue_holds_on_to_no_entry)
{
    world w;
    const auto queue = std::make_shared<timer_queue>(access::make_connector(*w.network));
    const auto goes_first = std::make_shared<probe>(w.clock);
    const auto goes_last = std::make_shared<probe>(w.clock);
    queue->set(*goes_first, w.clock.now() + 1s);
    queue->set(*goes_last, w.clock.now() + 2s);
    queue->abandon();
    BOOST_TEST(!queue->remove(*goes_first));
    BOOST_TEST(!queue->remove(*goes_last));
}

BOOST_AUTO_TEST_SUITE_END()
