#ifndef USEAPI_SRC_CLIENT_CALL_CALL_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_HPP

#include "client/call/call_basis.hpp"
#include "client/call/call_routine.hpp"
#include "client/call/call_watch.hpp"
#include "client/call/shown_request.hpp"
#include "client/live_call.hpp"
#include "client/timer_queue.hpp"
#include "client/turn_order.hpp"
#include "client/unfinished_calls.hpp"
#include "http/transaction.hpp"
#include "retry/call_record.hpp"

#include <useapi/client/call_report.hpp>
#include <useapi/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/container/small_vector.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::detail {

class client_core;
struct token_answer;

/** One call from its start to its handler, over all attempts. `run()` reads from top to bottom.

    The routine runs inside the initiating function up to the first wait, and on the `io_context` afterwards.
    It runs on no strand, since it calls observer, retry policy and handler. It needs no strand, since it
    makes one step at a time. `stop` may come from any thread at any time: it is noted, and passed on to the
    present step, which then ends early.
*/
class call : public live_call, private http::transaction::owner
{
public:
    using time_point = timer_queue::time_point;

    call(call_basis basis, bool idempotent);
    virtual ~call();

    /** Runs up to the first wait, inside the caller. */
    void start();

    void stop(errc reason) noexcept final;
    void wind_down() noexcept final;
    void abandon() noexcept final;

protected:
    client_core& core() const noexcept { return *core_; }

    /** Appends the head of the request: the client's own fields, those of the call's options, the given ones.

        @param prefix  the beginning of the path: that of the base URL, or empty.
        @param fields  complete lines, each with its CRLF. */
    void append_head(std::string& wire, std::string_view prefix, std::string_view path,
                     std::string_view fields, std::string_view media_type, std::size_t content_size) const;

    /** The API token that the request carries. */
    std::string_view token() const noexcept;

    // The functions that an operation implements.

    /** The error that keeps the call from being made at all; nothing if it can be made. */
    virtual std::optional<error> validate() = 0;

    void append_request(std::string& wire, std::string& scratch) override = 0;

    bool is_head() const noexcept override { return false; }

    /** The request for an observer: its method, and its path without a customer's data. Both texts live as
        long as the call. */
    virtual std::string_view method() const noexcept = 0;
    virtual std::string_view url_template() const noexcept = 0;

    /** The subject of the call, such as the email of the account that it logs in. Calls with the same subject
        must not overlap; calls with an empty subject may. It lives as long as the call. */
    virtual std::string_view turn_subject() const noexcept { return {}; }

    /** Whether `earlier`, a call of the same type and subject, asks for exactly the same. */
    virtual bool asks_the_same_as(const call&) const noexcept { return false; }

    /** Copies the value of a success from a call of the same type. */
    virtual void copy_value(const call& from) = 0;

    /** Whether a final status is a success of this operation. */
    virtual bool accepts(int status) const noexcept { return status >= 200 && status < 300; }

    /** Reads the value from an accepted response. */
    virtual std::optional<error> decode(const http::response_reader& response) = 0;

    /** Corrects the error of an answer if the service of this operation gives its status another meaning. */
    virtual void correct_refusal(error&) const {}

    /** A copy of an answer that is not a success, for the caller; null if the operation gives none. */
    virtual std::shared_ptr<const http::response> copy_of_refusal(const http::response_reader&) const
    {
        return nullptr;
    }

    /** Whether content in any coding is passed on unchanged. */
    virtual bool takes_coded_content() const noexcept { return false; }

    /** The content without its secrets; nothing if it is not known which parts are secret. */
    virtual std::optional<shown_content> content_to_show() const { return std::nullopt; }

    /** The secrets that the request carries. They must not appear in a message. */
    virtual boost::container::small_vector<std::string_view, 2> secrets() const = 0;

    /** Passes the outcome to the handler. An exception of the handler leaves this function.

        @param self       the last reference to this call, released before the handler runs: the handler may
                          begin the next call, which reuses the memory of this one. A handler on another
                          executor may run after client and `io_context` are destroyed, so it gets only the
                          outcome.
        @param suspended  false if the initiating function has not returned: then the handler must not run
                          yet. */
    virtual void complete(std::shared_ptr<call> self, bool suspended) = 0;

    /** Whether an attempt before the present one may have been applied. */
    bool may_have_been_applied() const noexcept { return record_.may_have_been_applied(); }

    /** A drain of the client completes only after the returned object is destroyed. */
    unfinished_call unfinished() const noexcept;

    std::optional<error> failure; ///< the error of the call; nothing for success

private:
    class step;
    class taking_turn;
    class having_token;
    class attempting;
    class sleeping;

    class deadline_entry final : public timer_queue::entry
    {
    public:
        explicit deadline_entry(call& owner) : owner_(owner) {}

        std::shared_ptr<void> hold() override { return owner_.keep(); }

        void on_due() noexcept override { owner_.on_deadline(); }

    private:
        call& owner_;
    };

    class turn_entry final : public turn_order::turn
    {
    public:
        explicit turn_entry(call& owner) : owner_(owner) {}

        std::shared_ptr<void> hold() override { return owner_.keep(); }

        bool joins(const turn& earlier) const noexcept override
        {
            return owner_.joins(static_cast<const turn_entry&>(earlier).owner_);
        }

        void on_turn() noexcept override { owner_.post_resume(); }

        void on_shared(const turn& ended) override
        {
            owner_.adopt(static_cast<const turn_entry&>(ended).owner_);
            owner_.post_resume();
        }

    private:
        call& owner_;
    };

    call_routine run();
    void go_on(std::shared_ptr<call> self);
    void hand_over(std::shared_ptr<call> self);
    void resume();
    void post_resume();

    std::shared_ptr<call> keep() { return std::static_pointer_cast<call>(shared_from_this()); }

    bool is_over() const noexcept { return failure || succeeded_; }

    bool joins(const call& earlier) const noexcept;

    /** Takes over the outcome of an equal call. */
    void adopt(const call& ended);

    /** Starts the calls that waited for the end of this one. */
    void end_turn();

    // The parts of `run` between two steps, in their order.

    /** The error of a call that is not begun because the service is silent; nothing if it may begin. */
    std::optional<error> refused_by_silence() const;

    /** When to ask the gate again; now if an attempt may be made. If the gate opens too late, the call ends.
     */
    time_point ask_gate();

    bool may_attempt() const noexcept { return passes_ && !is_over(); }

    /** Takes the token for the next attempt; returns false if the call has to wait for it. */
    bool take_token();

    /** Whether another attempt with a new token follows, because the service refused the token. */
    bool renews_token(const retry::attempt_outcome& outcome);

    /** Makes the fields of the attempt that the call's options ask for. If that fails, the call ends. */
    void prepare_attempt();

    /** The error that keeps the call from being made at all; nothing if it can be made. */
    std::optional<error> check_all();

    std::chrono::milliseconds attempt_timeout() const noexcept;

    /** When the next attempt is made. Nothing means that the call has ended. */
    time_point conclude(http::transaction& ended);
    void count_attempt();

    /** Tells the client's traffic how the attempt ended. @param why  null for success */
    void note_traffic(bool has_answer, const error* why);
    void finish();

    /** Adds an outline of the request to the error. */
    void show_request(error& failed);

    /** The outcome of an attempt; `failure` is empty for success. */
    struct attempt_result
    {
        std::optional<error> failure;
        bool was_cancelled = false; ///< by a stop or a limit
    };

    attempt_result read_outcome(const http::transaction& ended);
    void note_date(const http::response_reader& response);
    error lost_exchange(const http::exchange_outcome& outcome);
    time_point consider_retry(error failed, const retry::attempt_outcome& outcome);
    void report_retry(const error& failed, const retry::attempt_outcome& outcome);
    void report_end(std::chrono::milliseconds elapsed);

    /** Begins a step; returns false if the call must end. */
    bool enter(step& next);
    void leave();

    /** Why the call must end, if there is a reason. */
    std::optional<error> stopped() const;

    bool is_stopped() const noexcept { return stop_reason_ || winding_down_; }

    /** The limit of an attempt runs only during its exchange. */
    bool is_exchanging() const noexcept { return attempt_deadline_ != time_point::max(); }

    void on_deadline() noexcept;

    std::shared_ptr<http::transaction::owner> hold() noexcept final { return {keep(), this}; }

    void on_queued() noexcept final;
    bool may_exchange(const http::lease& granted, time_point now) noexcept final;
    bool may_replace(time_point now) noexcept final;

    void on_sent(time_point at) noexcept final { watch_.sent(at); }

    void on_first_byte(time_point at) noexcept final { watch_.first_byte(at); }

    void on_ended() final { resume(); }

    const std::shared_ptr<client_core> core_;
    const std::shared_ptr<const call_options> options_; ///< null: the client's own apply
    const bool idempotent_;                             ///< may be sent again after an unknown effect
    std::string option_fields_;                         ///< lines that the options add to this attempt
    std::shared_ptr<const token_answer> token_;         ///< of this attempt; null: the token does not change
    std::shared_ptr<call> self_;                        ///< keeps the call alive until its end
    call_routine routine_;
    bool* ended_ = nullptr;    ///< tells the `go_on` that the routine runs in
    bool suspended_ = false;   ///< was resumed at least once, so the initiating function has returned
    bool was_refused_ = false; ///< refused by a client that is closed or drains
    bool succeeded_ = false;
    bool was_joined_ = false; ///< ended as another call did

    const time_point started_;
    const time_point deadline_;
    time_point now_; ///< when the last step ended
    deadline_entry deadline_entry_;
    turn_entry turn_;
    call_watch watch_;
    retry::call_record record_;
    bool passes_ = false;        ///< whether the gate let the attempt pass
    bool is_probe_ = false;      ///< the attempt passes although the gate is closed
    bool is_counted_ = false;    ///< the last attempt is in the record and has not ended
    bool renewed_token_ = false; ///< the token was renewed after the service refused one
    bool wants_fresh_ = false;   ///< the last attempt met a dead connection
    int last_status_ = 0;
    std::uint64_t traffic_number_ = 0;    ///< the number of the last attempt
    std::unique_ptr<call_report> report_; ///< the report of the call, from its first retry on

    mutable std::mutex mutex_; ///< guards the members below, and the beginning and end of each step
    std::optional<errc> stop_reason_;
    bool winding_down_ = false;
    time_point attempt_deadline_ = time_point::max();
    step* current_ = nullptr;
};

} // namespace useapi::detail

#endif
