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

/** Reads an input ahead, so that each profile has rows, wherever its rows are in the input.

    It keeps a limited number of rows of each profile. In a file it skips further rows of that profile, and
    reads the file again when they are in demand: one bit for each row says whether it was taken. An input
    that cannot be read again, such as a pipe, is read ahead while there is memory.

    Invariant: each row is returned once, except those that were passed to `leave`.
*/
class lane_feed final : public row_feed
{
public:
    /** @param profiles  that rows may name; they share the memory */
    lane_feed(boost::asio::io_context& context, std::unique_ptr<row_source> source, std::size_t profiles);

    /** @param number  of the row, from 0, at which the first pass begins; the second pass reads the rows
                       before it. Call it before the first row, and only for an input that can be read again.
    */
    void begin_at(std::uint64_t number) noexcept { first_number_ = number; }

    item next(const demand& wanted) override;
    void async_wait(std::function<void()> ready) override;
    void cancel_wait() noexcept override;

    bool can_restart() const noexcept { return can_restart_; }

    /** Makes `next` return a row again after `look_again`. */
    void leave(const input_row& row) { left_.emplace_back(row.number, row.profile); }

    /** Whether all remaining rows were passed to `leave`. */
    bool has_left_rows_only() const noexcept;

    void look_again();

private:
    struct lane
    {
        std::deque<input_row> rows;  ///< that were read ahead
        std::uint64_t to_come = 0;   ///< skipped by earlier passes, and not reached yet by this one
        std::uint64_t left_here = 0; ///< skipped by this pass
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
    bool source_waits_ = false; ///< the source has no row now
    bool yields_ = false;       ///< it has read enough for now
    bool wait_is_on_ = false;
    bool stopping_ = false;
    std::shared_ptr<std::function<void()>> waiter_ = std::make_shared<std::function<void()>>();
};

} // namespace useapi::bulk

#endif
