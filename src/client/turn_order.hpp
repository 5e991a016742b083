#ifndef USEAPI_SRC_CLIENT_TURN_ORDER_HPP
#define USEAPI_SRC_CLIENT_TURN_ORDER_HPP

#include <useapi/error.hpp>

#include <boost/intrusive/list.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace useapi::detail {

/** Decides which of the calls that must not overlap runs, and which wait.

    Calls with one subject, such as an account, run one after the other in the order in which they came. A
    call that joins the one before it does not run: it gets the same outcome. Only the last call of a subject
    can be joined, because a call in between might change the outcome.

    Plain state: it has no lock and no clock, and resumes no call.
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

        /** Keeps the object alive that the turn is part of. */
        virtual std::shared_ptr<void> hold() = 0;

        /** Whether this turn may share the outcome of `earlier`. */
        virtual bool joins(const turn& earlier) const noexcept = 0;

        /** The call runs now. */
        virtual void on_turn() noexcept = 0;

        /** The joined call ended with an outcome for both. */
        virtual void on_shared(const turn& ended) = 0;

        /** Whether it waits or runs. The call itself may ask without a lock after `on_turn`; the hook cannot
            be used for this, because it changes with the neighbours. */
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
        boost::intrusive::list<turn>* bucket_ = nullptr; ///< its list, also after the subject was destroyed
        state state_ = state::outside;
        bool joined_ = false; ///< whether it joined the turn before it with the same subject
    };

    using turns = boost::intrusive::list<turn>;

    /** The turns that start or end because a turn ended. */
    struct successors
    {
        turns sharing;        ///< turns that get the same outcome; they have given up their place
        turn* goes = nullptr; ///< the next turn that runs
    };

    /** Takes a place.

        @param subject  lives until the turn gives up its place, unless `forget` is next; its case does not
                        matter.
        @return Whether the call may run at once. */
    bool enter(turn& mine, std::string_view subject);

    /** Gives up the place of a turn that ran; does nothing if it has none.

        @param shares  whether turns that joined it get its outcome; otherwise they run themselves. */
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

/** Whether an equal call would end with the same failure. A failure that is about this call alone, such as
    its deadline, is not shared. */
bool is_shared_by_equal_calls(const error& failure) noexcept;

} // namespace useapi::detail

#endif
