#ifndef USEAPI_SRC_BULK_RUN_IMPORT_RUN_HPP
#define USEAPI_SRC_BULK_RUN_IMPORT_RUN_HPP

#include "bulk/input/row.hpp"
#include "bulk/run/brake.hpp"
#include "bulk/run/outage/service_outage.hpp"
#include "bulk/run/pacer.hpp"
#include "bulk/run/row_feed.hpp"
#include "bulk/run/row_lanes.hpp"
#include "bulk/run/run_world.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/bulk/import_summary.hpp>
#include <useapi/bulk/progress.hpp>
#include <useapi/bulk/row_result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace useapi::bulk {

/** One run: it decides when each row is sent, and handles the outcome. Everything happens on one thread.

    Pending operations hold it weakly: it ends when its owner releases it.

    The rows of one profile make a lane. A refused API token ends its lane. An origin out of reach ends all
    lanes that go to it. The end of the last lane ends the run.

    Invariants: at most `pacer::limit()` calls are in flight. A row is taken from the feed only for a lane
    that can begin it soon, and only if `row_lanes` has space for it. Every row that was read gets exactly one
    result, except exact duplicates.
*/
class import_run : public std::enable_shared_from_this<import_run>
{
public:
    using time_point = run_world::time_point;

    import_run(const import_options& options, std::shared_ptr<row_feed> feed,
               std::unique_ptr<run_world> world, std::optional<std::uint64_t> total,
               std::function<bool(const row_result&)> report, std::function<void(import_summary)> done);

    void start();
    void stop(stop_reason why, std::string detail = {});
    void cut();
    /** Ends the run without any further call or callback. */
    void abandon();
    void pause();
    void go_on();
    void change_pace(std::size_t concurrency, double rate);
    progress snapshot() const;

private:
    struct call_in_flight
    {
        std::uint64_t number = 0; ///< of its call
        std::unique_ptr<pending_row> pending;
        std::shared_ptr<run_world::running_call> call;
        pacer::ticket ticket;
    };

    struct lane
    {
        std::string profile;
        std::size_t origin = 0;
        std::uint64_t rows = 0; ///< read so far
        std::optional<stop_reason> stopped;
        std::string why_stopped;
    };

    struct origin
    {
        explicit origin(std::chrono::milliseconds patience) : outage(patience) {}

        bool answered = false; ///< at least one call got an answer
        std::size_t in_flight = 0;
        time_point
            heard_at{}; ///< when the last answer came, or the first call after a time without calls began
        service_outage outage;
    };

    void add_lane(const profile& what, std::map<std::string, std::size_t>& origins);
    void pump();
    bool begin_next(time_point now);

    bool may_begin() const { return !stopping_ && !paused_ && brake_.allows(in_flight_.size()); }

    bool is_at_limit() const { return options_.row_limit() != 0 && rows_to_send_ >= options_.row_limit(); }

    std::size_t wanted_of(std::size_t which_lane) const;
    std::size_t wanted_of(const std::string& profile) const;
    bool is_row_wanted() const;
    bool read_one();
    void route(input_row row);
    void give_back(pending_row& pending);
    void begin(std::size_t which_lane, std::unique_ptr<pending_row> pending, time_point now);
    void on_done(std::list<call_in_flight>::iterator which, call_outcome ended);
    bool deserves_another_call(const pending_row& pending, const error& why, time_point now) const;
    void count_outcome(row_outcome outcome);
    void on_attempt_failed(std::uint64_t call, std::size_t which_lane, const error& why);
    void note_end(std::uint64_t call, std::size_t which_lane, const error* why, time_point now);
    void note_answer(origin& reached, time_point now);
    void note_no_answer(origin& reached, const unanswered_attempt& which, std::size_t in_flight,
                        time_point now);
    void stop_where_hopeless(std::size_t which_lane, const error& why);
    void give_up_outages(time_point now);
    void stop_lanes_of(std::size_t which_origin, stop_reason why, const std::string& detail);
    bool is_left_pending(const pending_row& pending, const error& why) const;
    void stop_lane(std::size_t which, stop_reason why, const std::string& detail);
    void empty(std::size_t which, const std::string& why);
    void sum_up_lanes();
    void report(row_result row);
    void skip(input_row unsent, std::string why);
    void skip(std::uint64_t line, std::string email, std::string why);
    void skip_the_rest();
    void set_alarm(time_point now);
    void finish();

    const import_options options_;
    const bool may_repeat_; ///< whether a row that may have been applied may be sent again
    const std::shared_ptr<row_feed> feed_;
    const std::unique_ptr<run_world> world_;
    const std::optional<std::uint64_t> total_;
    const std::function<bool(const row_result&)> report_;
    std::function<void(import_summary)> done_;

    pacer pace_;
    brake brake_;
    row_lanes rows_;
    std::vector<lane> lanes_;                              ///< with the numbers of `pace_` and `rows_`
    std::vector<origin> origins_;                          ///< the same
    std::unordered_map<std::string, std::size_t> lane_of_; ///< by profile
    std::list<call_in_flight> in_flight_;
    import_summary summary_;
    std::uint64_t calls_begun_ = 0;
    std::uint64_t running_retries_ = 0; ///< of rows that have no result yet
    time_point started_{};
    std::size_t full_limit_ = 0;     ///< the highest so far
    std::uint64_t rows_to_send_ = 0; ///< that were read so far
    std::optional<time_point> grace_ends_;
    bool input_ended_ = false;
    bool stopping_ = false;
    bool paused_ = false;
    bool pumping_ = false;
    bool finished_ = false;
};

} // namespace useapi::bulk

#endif
