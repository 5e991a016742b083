#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_FEED_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_FEED_HPP

#include "bulk/feed/lane_feed.hpp"
#include "bulk/ledger/ledger_writer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

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

/** The rows of an input. Before it returns a row, it looks it up in the ledger and records it there as sent.

    Only rows that are in demand are admitted; rows that are read ahead are not recorded. Rows that are in
    demand at the same time are admitted in one batch. If the ledger has most rows as settled, many of the
    following rows are looked up together. In a shared ledger, rows of other workers are skipped; after the
    end of the input it is read again, until all rows are settled.

    Invariant: a row that `next` returned for sending is on the disk as sent, until `record`.
*/
class ledger_feed final : public row_feed, public std::enable_shared_from_this<ledger_feed>
{
public:
    /** Makes the digest of a row, with the key of its profile. */
    using digest_maker = std::function<row_digest(const input_row&)>;

    /** @param batch the rows that are admitted at a time. */
    ledger_feed(boost::asio::io_context& context, std::unique_ptr<lane_feed> input,
                std::unique_ptr<ledger_writer> ledger, digest_maker digest, std::size_t batch);

    /** @param asked  whether this run asked the service and it does not hold the account of a row: such a row
                      is sent, in whatever state the ledger has it. Call it before the first row. */
    void send_what_is_gone(std::function<bool(const input_row&)> asked) { is_gone_ = std::move(asked); }

    /** @param clock  the time at the service of a profile, if it is known. Call it before the first row. */
    void use_service_clock(std::function<std::optional<wall_time>(const std::string& profile)> clock)
    {
        service_clock_ = std::move(clock);
    }

    item next(const demand& wanted) override;
    void async_wait(std::function<void()> ready) override;
    void cancel_wait() noexcept override;

    std::size_t batch() const noexcept override { return batch_; }

    bool is_still_ours(const input_row& row) const override;
    void take_back(input_row row) override;

    /** Records the outcome of a row. Ignores results of rows that were never admitted. */
    void record(const row_result& result);

    /** @param done called when all records are on the disk, or when they never will be. */
    void finish(std::function<void()> done);

private:
    struct ready_item
    {
        item what;
        bool was_admitted = false;
    };

    void gather(const demand& wanted);
    item next_to_ask(const demand& wanted);
    ledger_claim claim_of(const input_row& row) const;
    void on_answered(std::vector<admission> answers, bool only_looked);
    void pass_on(input_row row, admission answer, bool only_looked);
    void begin_pause();
    void call_back();
    item next_unsent();

    const std::unique_ptr<lane_feed> input_;
    const digest_maker digest_;
    std::function<bool(const input_row&)> is_gone_;
    std::function<std::optional<wall_time>(const std::string&)> service_clock_;
    const std::size_t batch_;

    std::deque<ready_item> ready_;
    std::deque<input_row> again_;           ///< admitted before, but perhaps no longer this worker's
    std::deque<input_row> to_admit_;        ///< looked up, and to be sent
    std::vector<input_row> asked_;          ///< the ledger has not answered yet
    std::map<row_key, std::uint64_t> open_; ///< rows that are asked about or admitted, without a result; the
                                            ///< number of the lease at that time
    bool looks_ahead_ = false;              ///< most rows of the last answer are not to be sent
    unsigned pauses_ = 0;
    bool pause_is_on_ = false;
    bool input_ended_ = false;
    bool stopping_ = false;
    std::function<void()> waiter_;
    boost::asio::steady_timer pause_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> busy_;
    std::unique_ptr<ledger_writer> ledger_; ///< last member: its thread ends first
};

} // namespace useapi::bulk

#endif
