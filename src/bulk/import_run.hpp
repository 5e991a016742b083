#ifndef USEAPI_SRC_BULK_IMPORT_RUN_HPP
#define USEAPI_SRC_BULK_IMPORT_RUN_HPP

#include "bulk/pace_core.hpp"
#include "bulk/row.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/bulk/report.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace useapi::bulk {

/** Where rows come from, row by row. */
class row_feed
{
public:
    struct nothing_yet
    {
    };

    struct end_of_input
    {
    };

    /** A row that says what an earlier one said. */
    struct repeated
    {
    };

    /** Nothing that is left of the input can be relied on. */
    struct unreadable
    {
        std::string why;
    };

    /** A row of which nothing is left to do, and its result. */
    struct settled
    {
        row_result result;
    };

    using item =
        std::variant<input_row, row_problem, repeated, settled, nothing_yet, end_of_input, unreadable>;

    virtual ~row_feed() = default;

    virtual item next() = 0;

    /** Calls back once `next` may have more than `nothing_yet` to give. */
    virtual void async_wait(std::function<void()> ready) = 0;

    virtual void cancel_wait() noexcept = 0;

    /** Whether what is left may be read after the run was stopped, to report it as skipped. */
    virtual bool can_be_read_to_its_end() const noexcept = 0;

    /** Whether a row that `next` gave may still be sent: it may be another worker's by now. */
    virtual bool is_still_ours(const input_row& /*row*/) const { return true; }

    /** Takes a row back that is no longer ours. `next` tells what became of it, or gives it once more. */
    virtual void take_back(input_row /*row*/) {}

    /** Begins again with the first row. False where the input can be read once only. */
    virtual bool restart() { return false; }
};

/** How one call went. */
class call_outcome
{
public:
    explicit call_outcome(result<runwayml::account> what) : outcome(std::move(what)) {}

    result<runwayml::account> outcome;
    unsigned attempts = 0;
    unsigned busy_signals = 0;
    int status = 0; ///< of the last answer
    std::chrono::milliseconds elapsed{};
    std::map<std::string, unsigned> retries; ///< repeated attempts, by the reason
};

/** What a run needs of the world: calls, and one clock with one alarm. */
class run_environment
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    class running_call
    {
    public:
        virtual ~running_call() = default;
        virtual void cancel() noexcept = 0;
    };

    virtual ~run_environment() = default;

    /** @param done  called once, never inside this function. */
    virtual std::unique_ptr<running_call> start(const input_row& row,
                                                std::function<void(call_outcome)> done) = 0;

    virtual time_point now() const = 0;

    /** Replaces what was set before. */
    virtual void wake_at(time_point when, std::function<void()> ring) = 0;

    virtual void cancel_wake() noexcept = 0;

    /** For how long the service asked calls to wait, from now on; 0: it did not. */
    virtual std::chrono::milliseconds held_back() const { return {}; }
};

/** One run: which row goes when, and what becomes of it. Everything happens on one thread.

    Rows of one profile make a lane. A refused API token ends its lane, an origin out of reach those that go
   to it, and the end of the last lane ends the run.

    Invariants: at most `pace_core::limit()` calls are in flight; at most `most_waiting_again` rows wait in
   memory for another call, and at most `most_read_ahead` for their lane's turn (one, where there is one
   lane); every row that was read gets exactly one result, but for exact duplicates.
*/
class import_run : public std::enable_shared_from_this<import_run>
{
public:
    using time_point = run_environment::time_point;

    import_run(const import_options& options, std::unique_ptr<row_feed> feed,
               std::unique_ptr<run_environment> environment, std::optional<std::uint64_t> total,
               std::function<bool(const row_result&)> report, std::function<void(import_summary)> done);

    void start();
    void stop(stop_reason why, std::string detail = {});
    void cut();
    progress snapshot() const;

private:
    /** A row on its way, over all of its calls. */
    struct journey
    {
        explicit journey(input_row what)
            : row(std::move(what)), effect_so_far(row.perhaps_sent_at ? effect::unknown : row.effect_so_far)
        {
        }

        input_row row;
        time_point first_begun{};
        time_point due{};
        unsigned calls = 0;
        unsigned calls_that_arrived = 0;
        effect effect_so_far; ///< the gravest of the calls that failed, or that an earlier run left open
        unsigned attempts = 0;
        int status = 0;
        std::chrono::milliseconds elapsed{};
        std::map<std::string, unsigned> retries;
        error last_error;
    };

    struct flight
    {
        std::unique_ptr<journey> traveller;
        std::unique_ptr<run_environment::running_call> call;
        pace_core::ticket ticket;
    };

    struct lane
    {
        std::string profile;
        std::size_t origin = 0;
        std::deque<std::unique_ptr<journey>> fresh; ///< read, and not begun yet
        std::multimap<time_point, std::unique_ptr<journey>> waiting_again;
        std::uint64_t begun = 0;
        std::uint64_t rows = 0; ///< read so far
        std::optional<stop_reason> stopped;
        std::string why_stopped;
    };

    struct origin
    {
        bool answered = false; ///< at least one call got an answer
        std::optional<time_point> first_begun;
    };

    void add_lane(const profile& what, std::map<std::string, std::size_t>& origins);
    void pump();
    bool begin_next(time_point now);
    bool has_row(const lane& asked, time_point now) const;
    std::unique_ptr<journey> take_row(lane& from, time_point now);
    bool is_row_wanted() const;
    void read_one();
    void route(input_row row);
    void give_back(journey& traveller);
    void begin(std::size_t which_lane, std::unique_ptr<journey> traveller, time_point now);
    void on_done(std::list<flight>::iterator which, call_outcome ended);
    bool deserves_another_call(const journey& traveller, const error& why, time_point now) const;
    void stop_where_hopeless(std::size_t which_lane, const error& why, time_point now);
    void stop_lane(lane& which, stop_reason why, const std::string& detail);
    void empty(lane& which, const std::string& why);
    void sum_up_lanes();
    void settle(journey& traveller, row_outcome outcome, const error* why);
    void report(row_result row);
    void skip(input_row unsent, std::string why);
    void skip(std::uint64_t line, std::string email, std::string why);
    void skip_the_rest();
    void set_alarm(time_point now);
    void finish();

    const import_options options_;
    const std::unique_ptr<row_feed> feed_;
    const std::unique_ptr<run_environment> environment_;
    const std::optional<std::uint64_t> total_;
    const std::function<bool(const row_result&)> report_;
    std::function<void(import_summary)> done_;

    pace_core pace_;
    std::deque<lane> lanes_;                               ///< numbered as those of `pace_`
    std::vector<origin> origins_;                          ///< the same
    std::unordered_map<std::string, std::size_t> lane_of_; ///< by profile
    std::size_t waiting_count_ = 0;                        ///< in all lanes
    std::size_t fresh_count_ = 0;
    std::list<flight> in_flight_;
    import_summary summary_;
    std::uint64_t running_retries_ = 0; ///< of rows that have no result yet
    time_point started_{};
    std::optional<time_point> grace_ends_;
    bool input_ended_ = false;
    bool awaits_input_ = false;
    bool stopping_ = false;
    bool pumping_ = false;
    bool finished_ = false;
};

} // namespace useapi::bulk

#endif
