#include "client/turn_order.hpp"
#include "exhaustive/model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <sstream>
#include <vector>

namespace useapi::exhaustive::turns {
namespace {

using detail::turn_order;

enum class turn_event : std::uint8_t
{
    comes,
    ends,            ///< with an outcome that is its own
    ends_for_equals, ///< with one that equal calls share
    gives_up
};

/** A login of an account. Those with equal content join one another. */
struct login
{
    std::string_view account;
    char content;
};

constexpr std::array logins{login{"one@example.com", 'x'}, login{"ONE@example.com", 'x'},
                            login{"one@example.com", 'x'}, login{"one@example.com", 'y'},
                            login{"two@example.com", 'x'}};

promise one_at_a_time{"of one account one login goes at a time"};
promise in_order{"the logins of an account go in the order in which they came"};
promise goes_at_once{"a login goes at once where no other one of its account is there"};
promise one_goes{"while a login waits, another one of its account goes"};
promise shares_if_equal{
    "a login ends with the outcome of another one only if both are equal, and that one's is shared"};
promise ends_once{"every login ends once"};
promise waiting_gives_up{"a login that waits can give up its place, one that goes cannot"};

const std::array promises{&one_at_a_time,   &in_order,  &goes_at_once,    &one_goes,
                          &shares_if_equal, &ends_once, &waiting_gives_up};

constexpr std::array faults{
    planted_fault{"no_turns", "every login goes at once"},
    planted_fault{"own_end_is_shared", "a login that was stopped ends those that joined it"},
    planted_fault{"successor_is_not_told", "the next login is not told that it goes"},
    planted_fault{"case_counts", "an account in capital letters is another account"},
    planted_fault{"all_are_equal", "a login joins one with other content"}};

enum class turn_phase
{
    to_come,
    waiting,
    going,
    ended
};

struct taken_turn final : turn_order::turn
{
    taken_turn(login given, bool joins_all) : of(given), joins_all_(joins_all) {}

    std::shared_ptr<void> hold() override { return nullptr; }

    bool joins(const turn& earlier) const noexcept override
    {
        return joins_all_ || static_cast<const taken_turn&>(earlier).of.content == of.content;
    }

    void on_turn() noexcept override {}

    void on_shared(const turn&) override {}

    const login of;
    turn_phase phase = turn_phase::to_come;
    unsigned ends = 0;
    bool is_joined = false; ///< to the one before it, as it should be

private:
    const bool joins_all_;
};

class turn_model final : public model
{
public:
    explicit turn_model(std::string_view fault) : fault_(fault)
    {
        for (const login& each : logins)
            turns_.emplace_back(each, has("all_are_equal"));
    }

    ~turn_model() override
    {
        for (taken_turn& each : turns_)
            order_.forget(each);
    }

    std::vector<event> next() const override
    {
        std::vector<event> events;
        for (std::size_t i = 0; i != turns_.size(); ++i) {
            const auto may = [&](turn_event kind) {
                events.push_back({static_cast<std::uint8_t>(kind), static_cast<std::uint8_t>(i)});
            };
            switch (turns_[i].phase) {
            case turn_phase::to_come:
                may(turn_event::comes);
                break;
            case turn_phase::waiting:
                may(turn_event::gives_up);
                break;
            case turn_phase::going:
                may(turn_event::ends);
                may(turn_event::ends_for_equals);
                break;
            case turn_phase::ended:
                break;
            }
        }
        return events;
    }

    void play(event what) override
    {
        taken_turn& who = turns_[what.whom];
        switch (static_cast<turn_event>(what.kind)) {
        case turn_event::comes:
            come(who);
            break;
        case turn_event::gives_up:
            require(order_.give_up(who), waiting_gives_up);
            if (taken_turn* const behind = next_of(who))
                behind->is_joined = behind->is_joined && who.is_joined;
            end(who);
            break;
        default:
            require(!order_.give_up(who), waiting_gives_up);
            leave(who, static_cast<turn_event>(what.kind) == turn_event::ends_for_equals);
        }
        check();
    }

    std::string state() const override
    {
        std::ostringstream text;
        for (const taken_turn& each : turns_)
            text << static_cast<int>(each.phase);
        for (const taken_turn* const each : came_)
            text << ' ' << position(*each) << (each->is_joined ? 'j' : '-');
        return text.str();
    }

    void end_well() override
    {
        for (std::size_t i = 0; i != turns_.size(); ++i)
            for (taken_turn& each : turns_)
                if (each.phase == turn_phase::going)
                    leave(each, false);
        for (const taken_turn& each : turns_)
            require(each.phase == turn_phase::to_come || each.ends == 1, ends_once);
    }

    std::string text_of(event what) const override
    {
        static constexpr std::array names{"comes", "ends for itself", "ends for its equals", "gives up"};
        const login& of = turns_[what.whom].of;
        return std::string(of.account) + ' ' + of.content + std::to_string(what.whom) + ' ' +
               names[what.kind];
    }

private:
    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    std::size_t position(const taken_turn& of) const
    {
        return static_cast<std::size_t>(
            std::find_if(turns_.begin(), turns_.end(), [&](const taken_turn& each) { return &each == &of; }) -
            turns_.begin());
    }

    /** Whether both are about one account; written for these logins alone. */
    static bool is_same_account(const taken_turn& left, const taken_turn& right)
    {
        return (left.of.account[1] == 'w') == (right.of.account[1] == 'w');
    }

    /** The logins of its account that came before, and are not over. */
    std::vector<taken_turn*> before(const taken_turn& who) const
    {
        std::vector<taken_turn*> found;
        for (taken_turn* const each : came_) {
            if (each == &who)
                break;
            if (is_same_account(*each, who))
                found.push_back(each);
        }
        return found;
    }

    taken_turn* next_of(const taken_turn& who) const
    {
        auto at = std::find(came_.begin(), came_.end(), &who);
        at = std::find_if(std::next(at), came_.end(),
                          [&](const taken_turn* each) { return is_same_account(*each, who); });
        return at == came_.end() ? nullptr : *at;
    }

    void come(taken_turn& who)
    {
        came_.push_back(&who);
        const bool is_alone = before(who).empty();
        const bool is_other = has("case_counts") && who.of.account[0] == 'O';
        const bool goes = order_.enter(who, is_other ? "another@example.com" : who.of.account);
        who.phase = goes || has("no_turns") ? turn_phase::going : turn_phase::waiting;
        require((who.phase == turn_phase::going) == is_alone, goes_at_once);
        who.is_joined = !is_alone && before(who).back()->of.content == who.of.content;
    }

    void leave(taken_turn& who, bool shares)
    {
        turn_order::successors next;
        order_.leave(who, shares || has("own_end_is_shared"), next);
        bool are_next = true;
        for (turn_order::turn& each : next.sharing) {
            auto& sharing = static_cast<taken_turn&>(each);
            require(shares && sharing.of.content == who.of.content && is_same_account(sharing, who),
                    shares_if_equal);
            are_next = are_next && before(sharing).size() == 1;
            end(sharing);
        }
        next.sharing.clear();
        require(are_next, in_order);
        if (taken_turn* const behind = next_of(who))
            behind->is_joined = false;
        end(who);
        if (next.goes && !has("successor_is_not_told"))
            static_cast<taken_turn&>(*next.goes).phase = turn_phase::going;
    }

    void end(taken_turn& who)
    {
        who.phase = turn_phase::ended;
        require(++who.ends == 1, ends_once);
        std::erase(came_, &who);
    }

    void check()
    {
        for (const taken_turn* const each : came_) {
            const auto earlier = before(*each);
            const bool is_first = earlier.empty();
            if (each->phase == turn_phase::going) {
                require(
                    std::none_of(earlier.begin(), earlier.end(),
                                 [](const taken_turn* other) { return other->phase == turn_phase::going; }),
                    one_at_a_time);
                require(is_first, in_order);
            } else {
                require(!is_first && earlier.front()->phase == turn_phase::going, one_goes);
            }
        }
    }

    const std::string_view fault_;
    turn_order order_;
    std::deque<taken_turn> turns_;
    std::vector<taken_turn*> came_; ///< those that are not over, in their order
};

} // namespace

subject make_subject()
{
    return {"logins of 2 accounts, 4 of them of one",
            [](std::string_view fault) { return std::make_unique<turn_model>(fault); }, promises, faults};
}

} // namespace useapi::exhaustive::turns

namespace useapi::exhaustive {

std::vector<subject> turn_subjects()
{
    return {turns::make_subject()};
}

} // namespace useapi::exhaustive
