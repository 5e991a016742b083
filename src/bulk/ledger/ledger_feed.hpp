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

/** The rows of an input, each one looked up in the ledger, and recorded there as sent, before it is handed
   on.

    Only rows that are in demand are admitted: what is read ahead is not recorded. Rows of one moment are
    admitted in a batch. Where the ledger says of most rows that they are not to be sent, many of the rows
   that follow are looked up together. A shared ledger's rows that another worker has are passed over; once
   the input ended it is read again, until all are settled.

    Invariant: a row that `next` gave for sending is on the disk as sent, and stays so until `record`.
*/
class ledger_feed final : public row_feed, public std::enable_shared_from_this<ledger_feed>
{
public:
    /** Makes the digest of a row, with the key of its profile. */
    using digest_maker = std::function<row_digest(const input_row&)>;

    /** @param batch  rows that are admitted at a time. */
    ledger_feed(boost::asio::io_context& context, std::unique_ptr<lane_feed> input,
                std::unique_ptr<ledger_writer> ledger, digest_maker digest, std::size_t batch);

    /** @param asked  whether the service was asked in this run and does not hold the account of a row: such a
                      row is sent, whatever the ledger says. Before the first row. */
    void send_what_is_gone(std::function<bool(const input_row&)> asked) { is_gone_ = std::move(asked); }

    /** @param clock  what time it is at the service of a profile, where that is known. Before the first row.
     */
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

    /** @param done  called once all that was recorded is on the disk, or never will be. */
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
    std::deque<input_row> again_;           ///< admitted once, but perhaps no longer this worker's
    std::deque<input_row> to_admit_;        ///< were looked up, and are to be sent
    std::vector<input_row> asked_;          ///< the ledger has not answered yet
    std::map<row_key, std::uint64_t> open_; ///< asked about or admitted, without a result: the lease of then
    bool looks_ahead_ = false;              ///< most rows of the last answer are not to be sent
    unsigned pauses_ = 0;
    bool pause_is_on_ = false;
    bool input_ended_ = false;
    bool stopping_ = false;
    std::function<void()> waiter_;
    boost::asio::steady_timer pause_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> busy_;
    std::unique_ptr<ledger_writer> ledger_; ///< last: its thread ends first
};

} // namespace useapi::bulk

#endif
