#ifndef USEAPI_SRC_CLIENT_TURN_ORDER_HPP
#define USEAPI_SRC_CLIENT_TURN_ORDER_HPP

#include <useapi/error.hpp>

#include <boost/intrusive/list.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace useapi::detail {

/** Which of the calls that must not overlap goes, and which wait.

    Calls of one subject, such as an account, go one after the other in the order in which they came. A call
    that joins the one in front of it does not go by itself: it gets the outcome of that one. Only the last
    call of a subject can be joined, since what came between might change the outcome.

    Plain state: no lock, no clock, and nothing is resumed here.
*/
class turn_order
{
public:
    /** The place of a call. */
    class turn : public boost::intrusive::list_base_hook<>
    {
    public:
        turn() = default;
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;

        /** Keeps alive what the turn is part of. */
        virtual std::shared_ptr<void> hold() = 0;

        /** Whether the outcome of `earlier` would be this one's, too. */
        virtual bool joins(const turn& earlier) const noexcept = 0;

        /** It goes now. */
        virtual void on_turn() noexcept = 0;

        /** The call that it had joined ended with an outcome for both. */
        virtual void on_shared(const turn& ended) = 0;

        /** Whether it waits or goes. For the call itself, which needs no lock for it once it was told of its
            turn; the hook changes with the neighbours. */
        bool has_place() const noexcept { return state_ != state::outside; }

    protected:
        ~turn() = default;

    private:
        friend class turn_order;

        enum class state
        {
            outside,
            waiting,
            going
        };

        std::string_view subject_;
        boost::intrusive::list<turn>* bucket_ = nullptr; ///< its place, also once the subject is gone
        state state_ = state::outside;
        bool joined_ = false; ///< to the turn before it of the same subject
    };

    using turns = boost::intrusive::list<turn>;

    /** The turns that go on or end when a turn ends. */
    struct successors
    {
        turns sharing;        ///< those that get the same outcome; they have no place any more
        turn* goes = nullptr; ///< the next one that goes
    };

    /** Takes a place.

        @param subject  lives until the turn gives up its place, unless `forget` is next; letters count
                        without case.
        @return Whether it goes at once. */
    bool enter(turn& mine, std::string_view subject);

    /** Gives up the place of a turn that went, or does nothing if it has none.

        @param shares  its outcome is right for those that joined it; they go by themselves otherwise. */
    void leave(turn& mine, bool shares, successors& next) noexcept;

    /** Gives up the place of a turn that waits. @return false if it does not wait. */
    bool give_up(turn& mine) noexcept;

    /** Gives up the place of a turn whose call is destroyed together with all others. */
    void forget(turn& mine) noexcept;

private:
    turns& bucket_of(std::string_view subject) noexcept;
    static turn* next_of(turn& mine) noexcept;
    static void take_out(turn& mine) noexcept;

    std::array<turns, 64> buckets_; ///< in each the turns in their order, of several subjects
};

/** Whether the failure of a call tells what would become of an equal one. What ended it for its own sake,
   such as its deadline, does not. */
bool is_shared_by_equal_calls(const error& failure) noexcept;

} // namespace useapi::detail

#endif
