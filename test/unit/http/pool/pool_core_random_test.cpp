#include "unit/http/pool/pool_play.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::uint32_t histories = 2'000;
constexpr int events = 200;

/** One history of a pool, made of a seed; `pool_play` checks every step of it. */
class history
{
public:
    explicit history(std::uint32_t seed) : random_(seed), pool_(some_options()) {}

    void run()
    {
        if (below(2) == 0)
            pool_.let_closes_linger();
        for (int i = 0; i < events; ++i)
            next();
        end_well();
    }

private:
    std::size_t below(std::size_t bound)
    {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }

    http::pool_options some_options()
    {
        return {1 + below(5), below(6), std::chrono::seconds(below(3) == 0 ? 0 : below(60)),
                std::chrono::seconds(1 + below(below(2) == 0 ? 10 : 300))};
    }

    double fraction() { return std::uniform_real_distribution<>()(random_); }

    template <class T>
    const T& any_of(const std::vector<T>& all)
    {
        return all[below(all.size())];
    }

    void next()
    {
        const auto connecting = pool_.connecting();
        const auto leased = pool_.leased();
        const auto waiting = pool_.waiting();
        const auto watched = pool_.watched();
        const std::size_t longest_wait = below(3) == 0 ? 20'000 : 20;
        pool_.wait(std::chrono::milliseconds(below(4) == 0 ? below(longest_wait) : 0));
        switch (below(18)) {
        case 0:
        case 1:
        case 2:
        case 3:
            pool_.acquire("W" + std::to_string(++acquired_), below(4) == 0);
            break;
        case 4:
        case 5:
            if (!connecting.empty())
                pool_.connected(any_of(connecting), fraction());
            break;
        case 6:
            if (!connecting.empty())
                pool_.failed(any_of(connecting));
            break;
        case 7:
        case 8:
            if (!leased.empty())
                pool_.release(any_of(leased), true);
            break;
        case 9:
            if (!leased.empty())
                pool_.release(any_of(leased), false);
            break;
        case 10:
            if (!leased.empty())
                pool_.dead(any_of(leased));
            break;
        case 11:
            if (!leased.empty())
                pool_.stale(any_of(leased));
            break;
        case 12:
        case 13:
            if (pool_.sweep_in())
                pool_.sweep();
            break;
        case 14:
            if (!watched.empty())
                pool_.readable(any_of(watched));
            break;
        case 15:
            if (!leased.empty())
                answer_and_release(any_of(leased));
            break;
        case 16:
            if (pool_.closing() != 0)
                pool_.closed();
            break;
        default:
            if (!waiting.empty())
                pool_.cancel(any_of(waiting));
            else if (below(100) == 0)
                pool_.stop();
        }
    }

    void answer_and_release(std::size_t number)
    {
        if (below(2) == 0)
            pool_.answer(number);
        else
            pool_.answer(number, std::chrono::seconds(below(70)));
        pool_.release(number, below(8) != 0);
    }

    /** Everything under way ends, and so must every wait. */
    void end_well()
    {
        for (;;) {
            const auto connecting = pool_.connecting();
            const auto leased = pool_.leased();
            if (connecting.empty() && leased.empty() && pool_.closing() == 0)
                break;
            if (pool_.closing() != 0)
                pool_.closed();
            if (!connecting.empty())
                pool_.connected(connecting.front());
            if (!leased.empty())
                pool_.release(leased.front(), true);
        }
        BOOST_TEST(pool_.waiting().empty());
        pool_.stop();
        BOOST_TEST(pool_.connections() == 0U);
        while (pool_.closing() != 0)
            pool_.closed();
        BOOST_TEST(pool_.core().connections() == 0U);
    }

    std::mt19937 random_;
    pool_play pool_;
    std::size_t acquired_ = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(pool_core_random)

BOOST_AUTO_TEST_CASE(any_history_keeps_the_promises_of_the_pool)
{
    for (std::uint32_t seed = 1; seed <= histories; ++seed)
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            history(seed).run();
        }
}

BOOST_AUTO_TEST_SUITE_END()
