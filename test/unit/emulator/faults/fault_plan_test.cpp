#include "emulator/faults/fault_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace useapi::emulator;

fault_plan plan_of(std::vector<const char*> specs, std::uint64_t seed = 1)
{
    std::vector<fault> faults;
    for (const char* spec : specs)
        faults.push_back(std::get<fault>(parse_fault(spec)));
    return fault_plan(seed, std::move(faults));
}

request_number number(std::uint64_t of_email, std::uint64_t of_method)
{
    request_number made;
    made.of_email = of_email;
    made.of_method = of_method;
    return made;
}

std::string address(int i)
{
    return "user" + std::to_string(i) + "@example.com";
}

constexpr auto post = request_method::post;
constexpr auto get = request_method::get;

bool strikes_at(const fault_plan& plan, const std::string& email, std::uint64_t nth)
{
    return plan.decide(email, post, number(nth, nth)).strike != nullptr;
}

} // namespace

BOOST_AUTO_TEST_SUITE(plan)

BOOST_AUTO_TEST_CASE(decide_conditions_all_must_hold)
{
    struct
    {
        const char* spec;
        const char* email;
        request_method method;
        request_number nth;
        bool hit;
    } const cases[] = {
        {"stall", "a@b.c", get, number(1, 1), true},
        {"stall", "", get, number(1, 1), true},
        {"stall,rate=0", "a@b.c", get, number(1, 1), false},
        {"stall,rate=1", "a@b.c", get, number(1, 1), true},
        {"stall,nth=2", "a@b.c", get, number(1, 1), false},
        {"stall,nth=2", "a@b.c", get, number(2, 1), true},
        {"stall,nth=2", "a@b.c", get, number(3, 2), false},
        {"stall,nth=2+", "a@b.c", get, number(3, 1), true},
        {"stall,email=a@b.c", "a@b.c", get, number(1, 1), true},
        {"stall,email=a@B.C", "a@b.c", get, number(1, 1), true},
        {"stall,email=a@b.c", "a@B.c", get, number(1, 1), true},
        {"stall,email=A@b.c", "a@b.c", get, number(1, 1), false},
        {"stall,email=a@b.c", "", get, number(1, 1), false},
        {"stall,method=POST", "a@b.c", get, number(1, 1), false},
        {"stall,method=POST", "a@b.c", post, number(1, 1), true},
        {"stall,method=POST,nth=2", "a@b.c", post, number(2, 1), false},
        {"stall,method=POST,nth=2", "a@b.c", post, number(3, 2), true},
        {"stall,method=POST,nth=2,email=x@y.z", "a@b.c", post, number(3, 2), false},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec << " " << c.email)
        {
            const auto decided = plan_of({c.spec}).decide(c.email, c.method, c.nth);
            BOOST_TEST((decided.strike != nullptr) == c.hit);
        }
    }
}

BOOST_AUTO_TEST_CASE(decide_several_hits_first_strikes_delays_add_up)
{
    const auto plan =
        plan_of({"delay=100ms", "status=503,nth=1", "delay=20ms,applied=after", "stall", "delay=5ms"});
    const auto first = plan.decide("a@b.c", post, number(1, 1));
    BOOST_REQUIRE(first.strike != nullptr);
    BOOST_TEST((first.strike->kind() == fault_kind::status));
    BOOST_TEST(first.delay_before.count() == 105);
    BOOST_TEST(first.delay_after.count() == 20);
    const auto second = plan.decide("a@b.c", post, number(2, 2));
    BOOST_REQUIRE(second.strike != nullptr);
    BOOST_TEST((second.strike->kind() == fault_kind::stall));
}

BOOST_AUTO_TEST_CASE(decide_rate_is_met_over_emails_and_over_requests)
{
    for (const double rate : {0.005, 0.05, 0.5, 0.95}) {
        BOOST_TEST_CONTEXT("rate " << rate)
        {
            const auto spec = "stall,rate=" + std::to_string(rate);
            const auto plan = plan_of({spec.c_str()});
            constexpr int tries = 20'000;
            int by_email = 0;
            int by_number = 0;
            for (int i = 1; i <= tries; ++i) {
                by_email += strikes_at(plan, address(i), 1) ? 1 : 0;
                by_number += strikes_at(plan, "one@example.com", static_cast<std::uint64_t>(i)) ? 1 : 0;
            }
            // Four standard deviations, and the draws are the same at every run.
            const double tolerance = 4 * std::sqrt(tries * rate * (1 - rate));
            BOOST_TEST(std::abs(by_email - tries * rate) < tolerance);
            BOOST_TEST(std::abs(by_number - tries * rate) < tolerance);
        }
    }
}

BOOST_AUTO_TEST_CASE(decide_same_question_same_answer)
{
    const auto one = plan_of({"status=503,rate=0.3", "stall,rate=0.3"}, 42);
    const auto other = plan_of({"status=503,rate=0.3", "stall,rate=0.3"}, 42);
    for (int i = 1000; i > 0; --i)
        BOOST_TEST(strikes_at(one, address(i), 1) == strikes_at(other, address(i), 1));
}

// A seed written down in a report must mean the same on another machine.
BOOST_AUTO_TEST_CASE(decide_known_seed_known_requests)
{
    const auto plan = plan_of({"stall,rate=0.2"}, 2026);
    std::string hit;
    for (int i = 0; i < 40; ++i)
        hit += strikes_at(plan, address(i), 1) ? '1' : '.';
    BOOST_TEST(hit == "...1.1.........11....1...1..1..1..1...1.");
}

BOOST_AUTO_TEST_CASE(decide_seed_number_and_place_draw_anew)
{
    const auto plan = plan_of({"stall,rate=0.5"}, 1);
    const auto other_seed = plan_of({"stall,rate=0.5"}, 2);
    const auto other_place = plan_of({"delay=1ms", "stall,rate=0.5"}, 1);
    int seed_differs = 0;
    int number_differs = 0;
    int place_differs = 0;
    for (int i = 0; i < 1000; ++i) {
        const bool hit = strikes_at(plan, address(i), 1);
        seed_differs += hit != strikes_at(other_seed, address(i), 1) ? 1 : 0;
        number_differs += hit != strikes_at(plan, address(i), 2) ? 1 : 0;
        place_differs += hit != strikes_at(other_place, address(i), 1) ? 1 : 0;
    }
    BOOST_TEST(std::abs(seed_differs - 500) < 80);
    BOOST_TEST(std::abs(number_differs - 500) < 80);
    BOOST_TEST(std::abs(place_differs - 500) < 80);
}

BOOST_AUTO_TEST_CASE(decide_refused_login_is_refused_at_every_try)
{
    const auto plan = plan_of({"wrong-password,rate=0.1"}, 3);
    const auto among_others = plan_of({"status=503,nth=9", "delay=1ms", "wrong-password,rate=0.1"}, 3);
    int refused = 0;
    for (int i = 0; i < 5000; ++i) {
        const auto first = plan.decide(address(i), post, number(1, 1)).login_refusal;
        refused += first.has_value() ? 1 : 0;
        BOOST_TEST((plan.decide(address(i), post, number(7, 4)).login_refusal == first));
        BOOST_TEST((among_others.decide(address(i), post, number(2, 2)).login_refusal == first));
    }
    BOOST_TEST(std::abs(refused - 500) < 90);
}

BOOST_AUTO_TEST_CASE(decide_refused_login_only_of_a_post)
{
    const auto plan = plan_of({"suspended,email=a@b.c"});
    BOOST_TEST((plan.decide("a@b.c", post, number(1, 1)).login_refusal == fault_kind::suspended));
    BOOST_TEST(!plan.decide("a@b.c", get, number(1, 1)).login_refusal);
    BOOST_TEST(!plan.decide("x@b.c", post, number(1, 1)).login_refusal);
}

BOOST_AUTO_TEST_CASE(decide_wrong_and_suspended_are_drawn_apart)
{
    const auto plan = plan_of({"wrong-password,rate=0.5", "suspended,rate=0.5"});
    std::set<fault_kind> seen;
    int none = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto refusal = plan.decide(address(i), post, number(1, 1)).login_refusal;
        if (refusal)
            seen.insert(*refusal);
        else
            ++none;
    }
    BOOST_TEST(seen.size() == 2U);
    BOOST_TEST(std::abs(none - 250) < 60);
}

BOOST_AUTO_TEST_SUITE_END()
