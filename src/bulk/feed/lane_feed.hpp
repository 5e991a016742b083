#ifndef USEAPI_SRC_BULK_FEED_LANE_FEED_HPP
#define USEAPI_SRC_BULK_FEED_LANE_FEED_HPP

#include "bulk/run/row_feed.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** Reads an input ahead, so that each profile has rows, wherever they are in the input.

    So many rows of each profile are kept. A file is read on past further ones, and read again when they are
   in demand: one bit for each row says whether it was taken. What cannot be read again, such as a pipe, is
   read on while there is memory.

    Invariant: each row is given once, except those that `leave` leaves out.
*/
class lane_feed final : public row_feed
{
public:
    /** @param profiles  that rows may name; they share the memory */
    lane_feed(boost::asio::io_context& context, std::unique_ptr<row_source> source, std::size_t profiles);

    /** @param number  of the row, from 0, at which the first pass begins; those before it are for the second
                       one. Before the first row, and of an input that can be read again. */
    void begin_at(std::uint64_t number) noexcept { first_number_ = number; }

    item next(const demand& wanted) override;
    void async_wait(std::function<void()> ready) override;
    void cancel_wait() noexcept override;

    bool can_restart() const noexcept { return can_restart_; }

    /** A row that was given is given again after `look_again`. */
    void leave(const input_row& row) { left_.emplace_back(row.number, row.profile); }

    /** Whether nothing is to come but rows that were left. */
    bool has_left_rows_only() const noexcept;

    void look_again();

    /** Rows of one profile that are kept, at most. */
    std::size_t most_of_a_profile() const noexcept { return most_of_a_profile_; }

private:
    struct lane
    {
        std::deque<input_row> rows;  ///< that were read ahead
        std::uint64_t to_come = 0;   ///< passed over by earlier passes, and not met yet by this one
        std::uint64_t left_here = 0; ///< passed over by this pass
    };

    std::optional<input_row> take_queued(const demand& wanted);
    bool is_worth_reading(const demand& wanted) const;
    bool has_unread_rows() const noexcept;
    bool begin_pass(const demand& wanted);
    void end_pass() noexcept;
    bool is_unread(const demand& wanted, std::uint64_t lane::* where) const;
    std::optional<item> judge(item found, const demand& wanted);
    void set_taken(std::uint64_t number, bool is_taken);

    bool is_taken(std::uint64_t number) const { return number < taken_.size() && taken_[number]; }

    boost::asio::io_context& context_;
    const std::unique_ptr<row_source> source_;
    const bool can_restart_;
    const std::size_t most_of_a_profile_;

    std::map<std::string, lane> lanes_;
    std::size_t kept_ = 0;    ///< rows in all lanes
    std::vector<bool> taken_; ///< by number
    std::vector<std::pair<std::uint64_t, std::string>> left_;
    std::uint64_t number_ = 0; ///< of the next row
    std::uint64_t first_number_ = 0;
    bool is_first_pass_ = true;
    bool pass_ended_ = false;
    bool source_waits_ = false; ///< the source has nothing to give now
    bool yields_ = false;       ///< it was read for long enough, for now
    bool wait_is_on_ = false;
    bool stopping_ = false;
    std::shared_ptr<std::function<void()>> waiter_ = std::make_shared<std::function<void()>>();
};

} // namespace useapi::bulk

#endif
