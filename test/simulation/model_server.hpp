#ifndef USEAPI_TEST_SIMULATION_MODEL_SERVER_HPP
#define USEAPI_TEST_SIMULATION_MODEL_SERVER_HPP

#include "simulation/event_log.hpp"
#include "simulation/model_gate.hpp"
#include "simulation/scenario.hpp"
#include "simulation/verdict.hpp"

#include <useapi/error.hpp>
#include <useapi/testing/virtual_clock.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace useapi::simulation {

using testing::virtual_clock;
using time_point = virtual_clock::time_point;

struct account_truth;

/** What really happened to the requests of one call, or of all calls for one account. */
struct request_truth
{
    std::size_t requests = 0;      ///< handed to the network
    std::size_t bytes_arrived = 0; ///< of them, at the service
    std::size_t applied = 0;       ///< with the data of the plan
    std::size_t applied_wrong = 0; ///< with any other data
    std::size_t refusals = 0;      ///< complete answers that refuse the request
};

struct exchange_truth;

struct call_truth : request_truth
{
    const planned_call* plan = nullptr;
    account_truth* account = nullptr;
    bool has_ended = false;
    std::size_t resends_after_unknown = 0; ///< requests that followed one which may have been applied
    std::optional<time_point> first_request;
    bool begun_behind_gate = false;       ///< the gate was closed before its first request
    std::shared_ptr<exchange_truth> last; ///< its latest exchange

    // Of a call that shares the login of an equal one.
    std::shared_ptr<call_truth> joined;      ///< the call that it joined; null if it logs in itself
    std::shared_ptr<call_truth> answered_by; ///< the call whose outcome it got
    std::optional<error> failure;            ///< once it ended: nothing for success
    time_point ended{};

    /** Whether its outcome is known. */
    bool is_settled() const noexcept { return has_ended || answered_by; }
};

/** An account may have several calls; one at a time sends requests. */
struct account_truth : request_truth
{
    const planned_call* plan = nullptr;             ///< of one of them
    std::vector<std::shared_ptr<call_truth>> calls; ///< in the order in which they began
};

/** One request on one connection and its answer, as the network and the service know them. */
struct exchange_truth
{
    std::weak_ptr<call_truth> call;
    subject name;                       ///< that of its call, and how many requests of it there were
    const planned_call* plan = nullptr; ///< of the call
    account_truth* account = nullptr;
    time_point begun{};
    int status = 0;
    std::size_t size = 0;              ///< of the answer, all of it; 0 while there is no answer
    std::size_t header = 0;            ///< of it, up to the end of the header
    bool ends_with_connection = false; ///< the end counts as one byte more
    std::size_t delivered = 0;         ///< of it, to the client
    std::optional<std::chrono::milliseconds> asks_to_wait;
    bool is_probe = false; ///< left while the gate was closed, as one a minute may
    bool misleads = false; ///< a success that the client cannot take for one
    bool is_over = false;  ///< its connection was closed

    bool is_answered() const noexcept { return size != 0 && delivered >= size; }

    /** The client knows the status. */
    bool is_status_known() const noexcept { return size != 0 && delivered >= header; }

    /** Notes what happened with the account and with the call. */
    void count(std::size_t request_truth::* what, std::size_t by = 1) const;
};

/** The bytes that the service sends back. */
struct planned_answer
{
    std::string bytes;              ///< nothing for silence
    std::string extra;              ///< sent behind it without a request
    std::optional<std::size_t> cut; ///< the connection ends, or becomes silent, after so many bytes
    bool silent_after_cut = false;
    bool ends_after = false;
    bool promises_end = false; ///< `Connection: close`
    std::chrono::milliseconds delay{};
    std::chrono::milliseconds ends_later{};
};

/** A model of the accounts service. It keeps what really happened, for comparison with the client's reports.
 */
class model_server
{
public:
    model_server(scenario& what, virtual_clock& clock, verdict& found, event_log& log);

    account_truth& of(std::string_view email);

    std::shared_ptr<call_truth> on_call(const planned_call& plan);

    /** The call takes its place among those for its account. A coroutine may begin later than it is spawned.
     */
    void on_begun(const std::shared_ptr<call_truth>& call);

    /** The client hands a request to the network. */
    std::shared_ptr<exchange_truth> on_request(std::string_view text);

    /** The whole request arrived: carries it out or not, and answers or not. */
    planned_answer answer(exchange_truth& exchange, std::string_view request);

    /** The time from which no answer so far holds a call back. */
    time_point quiet_until() const noexcept { return quiet_until_; }

    /** The client holds a call back at its gate. */
    void on_held_back();

    /** Bytes of the answer reached the client. */
    void on_delivered(exchange_truth& exchange, std::size_t size);

    /** The client was closed, or is being drained: no further request may leave. */
    void on_client_ends() { last_requests_at_ = std::min(last_requests_at_, clock_.now()); }

    void blame(std::string what) { verdict_.add(std::move(what)); }

    event_log& log() noexcept { return log_; }

    const std::unordered_map<std::string, account_truth>& accounts() const noexcept { return accounts_; }

private:
    int choose_status(const exchange_truth& exchange);
    std::string retry_after(std::chrono::seconds wait, const chooser& choose);
    std::string body_of(int status, const exchange_truth& exchange);
    void apply(const exchange_truth& exchange, std::string_view request);
    bool is_in_storm() const;
    static std::shared_ptr<call_truth> sender_of(const account_truth& account, std::string_view text);
    void check_repetition(call_truth& call);
    void check_turn(const call_truth& call);
    void note_request_to_wait(std::chrono::milliseconds wait);

    scenario& scenario_;
    random_source& random_;
    virtual_clock& clock_;
    verdict& verdict_;
    event_log& log_;
    std::unordered_map<std::string, account_truth> accounts_;
    model_gate gate_;
    time_point quiet_until_{};
    time_point last_requests_at_ = time_point::max();
};

} // namespace useapi::simulation

#endif
