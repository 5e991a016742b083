#include "client/turn_order.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

using namespace useapi;
using useapi::detail::is_shared_by_equal_calls;
using useapi::detail::turn_order;

namespace {

/** A call with a name. It joins an earlier one with the same content. */
struct named_turn final : turn_order::turn
{
    std::shared_ptr<void> hold() override { return nullptr; }

    bool joins(const turn& earlier) const noexcept override
    {
        return !content.empty() && content == static_cast<const named_turn&>(earlier).content;
    }

    void on_turn() noexcept override {}

    void on_shared(const turn&) override {}

    char name = 0;
    std::string_view content;
};

/** Six calls, `a` to `f`, that begin and end as a script says. */
class stage
{
public:
    stage()
    {
        for (std::size_t i = 0; i < turns_.size(); ++i)
            turns_[i].name = static_cast<char>('a' + i);
    }

    ~stage()
    {
        for (named_turn& each : turns_)
            order_.forget(each);
    }

    /** @param script  steps with spaces between: `+a:x` call a begins for the subject x, `+a:x=1` with the
                       content 1; `-a` ends with an outcome to share, `!a` with one of its own; `~a` stops
                       waiting.
        @return the result of each step: `>a` goes, `=a` shares, `.` nothing */
    std::string play(const std::string& script)
    {
        std::string seen;
        for (std::size_t at = 0; at < script.size();) {
            const std::size_t end = std::min(script.find(' ', at), script.size());
            seen += (seen.empty() ? "" : " ") + step(std::string_view(script).substr(at, end - at));
            at = end + 1;
        }
        return seen;
    }

private:
    std::string step(std::string_view what)
    {
        named_turn& mine = turns_[static_cast<std::size_t>(what[1] - 'a')];
        if (what[0] == '+') {
            const std::size_t content = std::min(what.find('='), what.size());
            mine.content = what.substr(std::min(content + 1, what.size()));
            return order_.enter(mine, what.substr(3, content - 3)) ? std::string(">") + mine.name : ".";
        }
        if (what[0] == '~')
            return order_.give_up(mine) ? "." : "goes";
        turn_order::successors next;
        order_.leave(mine, what[0] == '-', next);
        std::string followed;
        for (; !next.sharing.empty(); next.sharing.pop_front())
            followed += std::string("=") + static_cast<named_turn&>(next.sharing.front()).name;
        if (next.goes)
            followed += std::string(">") + static_cast<named_turn*>(next.goes)->name;
        return followed.empty() ? "." : followed;
    }

    turn_order order_;
    std::array<named_turn, 6> turns_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(turn_order_rules)

BOOST_AUTO_TEST_CASE(turns_of_one_subject_follow_each_other)
{
    const struct
    {
        const char* name;
        std::string script;
        std::string followed;
    } cases[] = {
        {"alone", "+a:x -a +a:x -a", ">a . >a ."},
        {"two subjects", "+a:x +b:y -b -a", ">a >b . ."},
        {"in the order of their start", "+a:x +b:x +c:x -a -b -c", ">a . . >b >c ."},
        {"letters without case", "+a:User@X.io +b:user@x.IO -a -b", ">a . >b ."},
        {"a prefix is another", "+a:x +b:xx -a -b", ">a >b . ."},
        {"many subjects", "+a:1 +b:2 +c:3 +d:4 +e:5 +f:1 -a -f", ">a >b >c >d >e . >f ."},
        {"a failure lets the next one go", "+a:x +b:x !a !b", ">a . >b ."},
        {"stops waiting", "+a:x +b:x +c:x ~b -a -c", ">a . . . >c ."},
        {"the last one stops waiting", "+a:x +b:x ~b -a", ">a . . ."},
        {"what goes does not stop waiting", "+a:x ~a -a", ">a goes ."},
        {"what has no place ends nothing", "+a:x -b ~c -a", ">a . goes ."},
        {"equal ones that may not join", "+a:x +b:x -a -b", ">a . >b ."},
        {"joins", "+a:x=1 +b:x=1 -a", ">a . =b"},
        {"three of a kind", "+a:x=1 +b:x=1 +c:x=1 -a +d:x=1", ">a . . =b=c >d"},
        {"joins what waits", "+a:x=2 +b:x=1 +c:x=1 -a -b", ">a . . >b =c"},
        {"not past another", "+a:x=1 +b:x=2 +c:x=1 -a -b -c", ">a . . >b >c ."},
        {"another follows", "+a:x=1 +b:x=1 +c:x=2 -a -c", ">a . . =b>c ."},
        {"another account is not joined", "+a:x=1 +b:y=1 -a -b", ">a >b . ."},
        {"cancelled: who joined goes", "+a:x=1 +b:x=1 +c:x=1 !a -b", ">a . . >b =c"},
        {"who joined stops waiting", "+a:x=1 +b:x=1 +c:x=1 ~b -a", ">a . . . =c"},
        {"who was joined stops waiting", "+a:x=2 +b:x=1 +c:x=1 ~b -a -c", ">a . . . >c ."},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(stage().play(each.script) == each.followed);
    }
}

BOOST_AUTO_TEST_CASE(failures_that_a_call_met_for_its_own_sake_are_not_shared)
{
    const struct
    {
        errc code;
        retry_refusal refusal;
        bool is_shared;
    } cases[] = {
        {errc::credentials_refused, retry_refusal::not_retryable, true},
        {errc::service_unavailable, retry_refusal::attempts_exhausted, true},
        {errc::connection_lost, retry_refusal::budget_exhausted, true},
        {errc::unexpected_content, retry_refusal::not_considered, true},
        {errc::service_unavailable, retry_refusal::deadline, false},
        {errc::rate_limited, retry_refusal::retry_after_too_far, false},
        {errc::cancelled, retry_refusal::not_considered, false},
        {errc::timed_out, retry_refusal::not_considered, false},
        {errc::client_closed, retry_refusal::not_considered, false},
        {errc::client_draining, retry_refusal::not_considered, false},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(name_of(each.code) << ", " << name_of(each.refusal))
        BOOST_TEST(is_shared_by_equal_calls(error(each.code).retry_refusal(each.refusal)) == each.is_shared);
    }
}

BOOST_AUTO_TEST_SUITE_END()
