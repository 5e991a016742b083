#ifndef USEAPI_TEST_SIMULATION_SCENARIO_HPP
#define USEAPI_TEST_SIMULATION_SCENARIO_HPP

#include "simulation/random_source.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/client/client_options.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace useapi::simulation {

enum class operation
{
    upsert,
    upsert_in_coroutine,
    get,
    remove,
    post_once ///< a request that must not be repeated after an outcome of unknown effect
};

/** A call that will be made. Only calls that ask for exactly the same have the same email and password, so
    that each request tells its call. */
struct planned_call
{
    subject name; ///< tells it from all other calls of the history
    operation what = operation::upsert;
    std::chrono::milliseconds at{};
    std::string email;
    std::string password;
    int max_jobs = 1;
    int refusal = 0; ///< the status that the service refuses this account with, each time; 0 for none
    std::optional<std::chrono::milliseconds> cancel_after;
};

/** How often things go wrong: the probability of each fault at each occasion. */
struct fault_rates
{
    double connect_fails = 0;
    double connect_hangs = 0;
    double request_cut = 0; ///< the connection ends somewhere in the request
    double slow_writer = 0; ///< the request is taken slowly, or not to its end
    double busy = 0;        ///< 429 and 503
    double upstream = 0;    ///< 408, 500, 502, 504, 520: applied or not
    double garbage = 0;     ///< an answer that is no HTTP, or no JSON
    double answer_cut = 0;  ///< the connection ends somewhere in the answer
    double stall = 0;       ///< no answer, or not all of it
    double slow_answer = 0;
    double last_answer = 0;   ///< `Connection: close`, kept or not, or an end without a word
    double extra_bytes = 0;   ///< more bytes come than were asked for
    double other_account = 0; ///< an answer that is about another account
    double tiny_reads = 0;    ///< a byte or two at a time
};

enum class ending
{
    none,
    close,
    drain,
    drop_handle,
    destroy_context
};

/** One history before it happens: everything that its seed decides ahead of time. */
struct scenario
{
    explicit scenario(random_source source);

    client_options options;
    bool is_observed = false;
    std::chrono::milliseconds connect_timeout{};
    std::chrono::milliseconds shortest_latency{};
    std::chrono::milliseconds longest_latency{};
    bool is_drawn_out = false; ///< long enough for a gate that stays closed for more than a minute
    fault_rates faults;
    std::vector<planned_call> calls;
    std::vector<planned_call> spare_calls; ///< begun by the handlers of others
    double reacts = 0;                     ///< the probability that a handler uses the client

    std::optional<std::chrono::milliseconds> storm_begins;
    std::chrono::milliseconds storm_lasts{};
    std::vector<std::chrono::milliseconds> restarts;
    std::optional<std::chrono::milliseconds> token_revoked;
    std::chrono::seconds clock_skew{}; ///< how far the clock of the service is ahead of the client's

    /** The time from which nothing goes wrong. */
    std::optional<std::chrono::milliseconds> heals_at;
    std::vector<planned_call> calls_once_healed;

    simulation::ending ending = simulation::ending::none;
    std::optional<std::chrono::milliseconds> ends_at; ///< at this time, or else at a step
    std::size_t ends_at_step = 0;
    std::chrono::milliseconds grace{};
    std::optional<std::chrono::milliseconds> drains_again_after;
    std::chrono::milliseconds second_grace{};
    std::optional<std::size_t> cancels_at_step; ///< any call that is under way then

    /** The calls are rows of an import, made when the import makes them. */
    bool is_import = false;
    bulk::import_options import{"-"};
    std::optional<std::chrono::milliseconds> import_stops;
    bool import_is_cut = false;

    random_source random; ///< makes the choices of the run as well

private:
    void choose_options();
    void choose_faults();
    void choose_calls();
    void ask_as_before(planned_call& call);
    planned_call choose_call(const subject& name, std::size_t number);
    void choose_events();
    void choose_ending(const chooser& choose);
    void choose_import(const chooser& choose);

    double refused_ = 0;
    double cancelled_ = 0;
    double shared_ = 0; ///< the probability that a call is for one of a few accounts
    double equal_ = 0;  ///< the probability that such a call asks for the same as an earlier one
    bool is_all_upserts_ = false;
};

} // namespace useapi::simulation

#endif
