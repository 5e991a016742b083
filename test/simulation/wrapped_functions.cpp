#include "simulation/mutations.hpp"

#include "accounts/account_name.hpp"
#include "bulk/run/pacer.hpp"
#include "client/client_core.hpp"
#include "client/timer_queue.hpp"
#include "client/turn_order.hpp"
#include "client/unfinished_calls.hpp"
#include "http/exchange/connection.hpp"
#include "http/exchange/framing_rules.hpp"
#include "http/exchange/response_reader.hpp"
#include "http/pool/pool_core.hpp"
#include "retry/budget.hpp"
#include "retry/call_record.hpp"
#include "retry/decide.hpp"
#include "retry/origin_gate.hpp"
#include "retry/retry_after.hpp"
#include "runwayml/account_answer.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <typeinfo>
#include <utility>

// Calls of the functions below from other files of the product come here: CMakeLists.txt hands every symbol
// of this file to the linker's `--wrap`. So the product has no part in its own mutations, and a function that
// is gone or changed its parameters fails to link. A member function's object comes as its first argument.

#define USEAPI_WRAP(function, symbol, result, ...)                                                           \
    result real_##function(__VA_ARGS__) asm("__real_" symbol);                                               \
    result wrapped_##function(__VA_ARGS__) asm("__wrap_" symbol);

namespace useapi::simulation {
namespace {

using namespace std::chrono_literals;
using http::pool_actions;
using http::pool_core;
using http::pool_slot;
using http::pool_waiter;
using steady_time = std::chrono::steady_clock::time_point;
using wall_time = std::chrono::system_clock::time_point;
using detail::client_core;
using std::chrono::milliseconds;
using core_pointer = std::shared_ptr<client_core>;
using maybe_wait = std::optional<milliseconds>;
using maybe_text = std::optional<std::string_view>;
using maybe_error = std::optional<error>;
using maybe_status_line = std::optional<http::status_line>;

} // namespace

// clang-format off
USEAPI_WRAP(on_acquire, "_ZN6useapi4http9pool_core10on_acquireERNS0_11pool_waiterENSt6chrono10time_pointINS4_3_V212steady_clockENS4_8durationIlSt5ratioILl1ELl1000000000EEEEEERNS0_12pool_actionsE", pool_core::answer, pool_core*, pool_waiter&, steady_time, pool_actions&)
USEAPI_WRAP(on_released, "_ZN6useapi4http9pool_core11on_releasedERNS0_9pool_slotEbNSt6chrono10time_pointINS4_3_V212steady_clockENS4_8durationIlSt5ratioILl1ELl1000000000EEEEEERNS0_12pool_actionsE", void, pool_core*, pool_slot&, bool, steady_time, pool_actions&)
USEAPI_WRAP(on_connect_failed, "_ZN6useapi4http9pool_core17on_connect_failedERNS0_9pool_slotENSt6chrono10time_pointINS4_3_V212steady_clockENS4_8durationIlSt5ratioILl1ELl1000000000EEEEEERNS0_12pool_actionsE", void, pool_core*, pool_slot&, steady_time, pool_actions&)
USEAPI_WRAP(cancel_exchange, "_ZN6useapi4http10connection6cancelEm", void, http::connection*, std::uint64_t)
USEAPI_WRAP(keeps_connection, "_ZNK6useapi4http15response_reader16keeps_connectionEv", bool, const http::response_reader*)
USEAPI_WRAP(start_reader, "_ZN6useapi4http15response_reader5startEb", void, http::response_reader*, bool)
USEAPI_WRAP(read_status_line, "_ZN6useapi4http16read_status_lineESt17basic_string_viewIcSt11char_traitsIcEE", maybe_status_line, std::string_view)
USEAPI_WRAP(set_timer, "_ZN6useapi11timer_queue3setERNS0_5entryENSt6chrono10time_pointINS3_3_V212steady_clockENS3_8durationIlSt5ratioILl1ELl1000000000EEEEEE", void, timer_queue*, timer_queue::entry&, steady_time)
USEAPI_WRAP(remove_timer, "_ZN6useapi11timer_queue6removeERNS0_5entryE", bool, timer_queue*, timer_queue::entry&)
USEAPI_WRAP(enter_turn, "_ZN6useapi6detail10turn_order5enterERNS1_4turnESt17basic_string_viewIcSt11char_traitsIcEE", bool, detail::turn_order*, detail::turn_order::turn&, std::string_view)
USEAPI_WRAP(is_shared_by_equal_calls, "_ZN6useapi6detail24is_shared_by_equal_callsERKNS_5errorE", bool, const error&)
USEAPI_WRAP(make_error, "_ZN6useapi5errorC1EN5boost6system10error_codeENS_6effectE", void, error*, error_code, effect)
USEAPI_WRAP(decide, "_ZN6useapi5retry6decideERKNS_13retry_optionsERKNS0_15attempt_outcomeERKNS0_13call_progressEd", retry::decision, const retry_options&, const retry::attempt_outcome&, const retry::call_progress&, double)
USEAPI_WRAP(on_failed, "_ZN6useapi5retry11call_record9on_failedERKNS0_15attempt_outcomeE", void, retry::call_record*, const retry::attempt_outcome&)
USEAPI_WRAP(try_retry, "_ZN6useapi5retry6budget9try_retryENSt6chrono10time_pointINS2_3_V212steady_clockENS2_8durationIlSt5ratioILl1ELl1000000000EEEEEE", bool, retry::budget*, steady_time)
USEAPI_WRAP(ask, "_ZN6useapi5retry11origin_gate3askENSt6chrono10time_pointINS2_3_V212steady_clockENS2_8durationIlSt5ratioILl1ELl1000000000EEEEEEd", retry::origin_gate::answer, retry::origin_gate*, steady_time, double)
USEAPI_WRAP(make_pace, "_ZN6useapi4bulk5pacerC1Emd", void, bulk::pacer*, std::size_t, double)
USEAPI_WRAP(close_for, "_ZN6useapi5retry11origin_gate9close_forENSt6chrono10time_pointINS2_3_V212steady_clockENS2_8durationIlSt5ratioILl1ELl1000000000EEEEEENS6_IlS7_ILl1ELl1000EEEE", void, retry::origin_gate*, steady_time, milliseconds)
USEAPI_WRAP(parse_retry_after, "_ZN6useapi5retry17parse_retry_afterESt17basic_string_viewIcSt11char_traitsIcEESt8optionalIS4_ENSt6chrono10time_pointINS7_3_V212system_clockENS7_8durationIlSt5ratioILl1ELl1000000000EEEEEE", maybe_wait, std::string_view, maybe_text, wall_time)
USEAPI_WRAP(progress, "_ZNK6useapi5retry11call_record8progressEbNSt6chrono8durationIlSt5ratioILl1ELl1000EEEE", retry::call_progress, const retry::call_record*, bool, milliseconds)
USEAPI_WRAP(match_account, "_ZN6useapi8runwayml13match_accountESt17basic_string_viewIcSt11char_traitsIcEES4_", runwayml::account_match, std::string_view, std::string_view)
USEAPI_WRAP(read_account_answer, "_ZN6useapi8runwayml19read_account_answerERKNS0_16account_questionEiSt17basic_string_viewIcSt11char_traitsIcEERNS0_7accountE", maybe_error, const runwayml::account_question&, int, std::string_view, runwayml::account&)
USEAPI_WRAP(reader_error, "_ZNK6useapi4http15response_reader5errorEv", error_code, const http::response_reader*)
USEAPI_WRAP(await_calls, "_ZN6useapi6detail16unfinished_calls5awaitESt10shared_ptrINS0_11client_coreEE", bool, detail::unfinished_calls*, core_pointer)
USEAPI_WRAP(reopen_gate, "_ZN6useapi6detail11client_core11reopen_gateEv", void, client_core*)
USEAPI_WRAP(may_have_been_applied, "_ZNK6useapi5retry11call_record21may_have_been_appliedEv", bool, const retry::call_record*)
// clang-format on

namespace {

/** An explicit instantiation may name what is private. */
template <auto Member>
struct opened
{
    friend auto& waiters_of(pool_core& core) { return core.*Member; }
};

template struct opened<&pool_core::waiters_>;

auto& waiters_of(pool_core& core);

} // namespace

pool_core::answer wrapped_on_acquire(pool_core* core, pool_waiter& waiter, steady_time now,
                                     pool_actions& actions)
{
    const pool_core::answer given = real_on_acquire(core, waiter, now, actions);
    if (is_put_in("lifo_queue") && given == pool_core::answer::queued) {
        auto& waiters = waiters_of(*core);
        waiters.splice(waiters.begin(), waiters, waiters.iterator_to(waiter));
    }
    return given;
}

void wrapped_on_released(pool_core* core, pool_slot& slot, bool reusable, steady_time now,
                         pool_actions& actions)
{
    if (!is_put_in("leaked_lease") || reusable)
        real_on_released(core, slot, reusable, now, actions);
}

void wrapped_on_connect_failed(pool_core* core, pool_slot& slot, steady_time now, pool_actions& actions)
{
    real_on_connect_failed(core, slot, now, actions);
    if (is_put_in("lost_waiter"))
        actions.failures.clear();
}

void wrapped_cancel_exchange(http::connection* connection, std::uint64_t ticket)
{
    if (is_put_in("crash"))
        std::abort();
    if (!is_put_in("missed_cancellation"))
        real_cancel_exchange(connection, ticket);
}

bool wrapped_keeps_connection(const http::response_reader* reader)
{
    return is_put_in("reuse_after_close") || real_keeps_connection(reader);
}

int interim_answers = 0; ///< on all connections, since a request was begun on any

void wrapped_start_reader(http::response_reader* reader, bool is_head)
{
    interim_answers = 0;
    real_start_reader(reader, is_head);
}

maybe_status_line wrapped_read_status_line(std::string_view header)
{
    maybe_status_line line = real_read_status_line(header);
    interim_answers += line && line->status < 200;
    if (is_put_in("ninth_interim_answer") && interim_answers > 8)
        line.reset();
    return line;
}

void wrapped_set_timer(timer_queue* queue, timer_queue::entry& what, steady_time due)
{
    const std::string_view type = typeid(what).name();
    const bool is_deadline = type.find("deadline_entry") != std::string_view::npos;
    if (is_put_in("first_grace_counts") && type.find("grace_period") != std::string_view::npos) {
        static std::pair<timer_queue*, timer_queue::entry*> last;
        const std::pair now(queue, &what);
        if (std::exchange(last, now) == now)
            return;
    }
    real_set_timer(queue, what, is_put_in("deadline_ignored") && is_deadline ? due + 5min : due);
}

bool wrapped_remove_timer(timer_queue* queue, timer_queue::entry& what)
{
    return real_remove_timer(queue, what) && !is_put_in("lost_completion");
}

bool wrapped_enter_turn(detail::turn_order* order, detail::turn_order::turn& mine, std::string_view subject)
{
    return is_put_in("no_turns") || real_enter_turn(order, mine, subject);
}

bool wrapped_is_shared_by_equal_calls(const error& failure)
{
    return is_put_in("own_end_shared") || real_is_shared_by_equal_calls(failure);
}

void wrapped_make_error(error* made, error_code code, effect known)
{
    if (is_put_in("effect_none_after_send") && code == errc::connection_lost)
        known = effect::none;
    real_make_error(made, code, known);
}

retry::decision wrapped_decide(const retry_options& options, const retry::attempt_outcome& outcome,
                               const retry::call_progress& progress, double random)
{
    retry_options chosen = options;
    retry::call_progress stand = progress;
    if (is_put_in("one_attempt_more"))
        chosen.max_attempts(options.max_attempts() + 1);
    if (is_put_in("resent_too_often"))
        chosen.max_resends_after_unknown(100);
    if (is_put_in("repeated_post"))
        stand.idempotent = true;
    retry::decision next = real_decide(chosen, outcome, stand, random);
    const bool may_go_on = progress.attempts < options.max_attempts() && progress.remaining > 1ms;
    if (is_put_in("retry_after_rejected") && outcome.effect == effect::rejected && may_go_on)
        next.retry = true;
    return next;
}

void wrapped_on_failed(retry::call_record* record, const retry::attempt_outcome& outcome)
{
    if (!is_put_in("forgotten_outcome"))
        real_on_failed(record, outcome);
}

bool wrapped_try_retry(retry::budget* budget, steady_time now)
{
    return real_try_retry(budget, now) || is_put_in("budget_ignored");
}

retry::origin_gate::answer wrapped_ask(retry::origin_gate* gate, steady_time now, double random)
{
    return is_put_in("gate_ignored") ? retry::origin_gate::answer{true, false, now, now}
                                     : real_ask(gate, now, random);
}

void wrapped_close_for(retry::origin_gate* gate, steady_time now, milliseconds wait)
{
    if (!is_put_in("gate_not_extended") || !gate->is_closed(now))
        real_close_for(gate, now, wait);
}

maybe_wait wrapped_parse_retry_after(std::string_view value, maybe_text date, wall_time local_now)
{
    if (is_put_in("clock_of_its_own"))
        date.reset();
    return real_parse_retry_after(value, date, local_now);
}

retry::call_progress wrapped_progress(const retry::call_record* record, bool idempotent,
                                      milliseconds remaining)
{
    retry::call_progress stand = real_progress(record, idempotent, remaining);
    if (is_put_in("replacement_for_nothing"))
        stand.unknown_outcomes = 0;
    return stand;
}

runwayml::account_match wrapped_match_account(std::string_view shown, std::string_view email)
{
    return is_put_in("any_account_will_do") ? runwayml::account_match::same
                                            : real_match_account(shown, email);
}

maybe_error wrapped_read_account_answer(const runwayml::account_question& asked, int status,
                                        std::string_view body, runwayml::account& out)
{
    maybe_error refused = real_read_account_answer(asked, status, body, out);
    if (is_put_in("any_success_will_do"))
        refused.reset();
    return refused;
}

error_code wrapped_reader_error(const http::response_reader* reader)
{
    return is_put_in("refusal_thrown_away") && reader->cut_short_by() ? errc::connection_lost
                                                                      : real_reader_error(reader);
}

bool wrapped_await_calls(detail::unfinished_calls* calls, core_pointer core)
{
    return real_await_calls(calls, std::move(core)) && !is_put_in("drain_ends_early");
}

void wrapped_reopen_gate(client_core* core)
{
    if (!is_put_in("gate_stays_closed"))
        real_reopen_gate(core);
}

bool wrapped_may_have_been_applied(const retry::call_record* record)
{
    return !is_put_in("removed_twice") && real_may_have_been_applied(record);
}

void wrapped_make_pace(bulk::pacer* pace, std::size_t concurrency, double rate)
{
    real_make_pace(pace, is_put_in("one_row_more") ? concurrency + 1 : concurrency, rate);
}

} // namespace useapi::simulation
