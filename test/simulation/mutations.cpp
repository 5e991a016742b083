#include "simulation/mutations.hpp"

#include <array>

namespace useapi::simulation {
namespace {

constexpr std::array known{
    mutation{"leaked_lease", "a connection that is not to be reused never comes back to the pool"},
    mutation{"lost_waiter", "a waiting call is not told that its connection could not be made"},
    mutation{"lifo_queue", "who comes last is served first"},
    mutation{"off_by_one_limit", "one connection more than allowed"},
    mutation{"reuse_after_close", "a connection that was announced to end is used again"},
    mutation{"missed_cancellation", "cancelling an exchange does nothing"},
    mutation{"lost_completion", "a wait that is cut short never ends"},
    mutation{"deadline_ignored", "calls and attempts go on past their limits"},
    mutation{"effect_none_after_send", "a request whose connection was lost is said not to have left"},
    mutation{"retry_after_rejected", "a request that was refused is sent again"},
    mutation{"repeated_post", "a request that is not idempotent is sent again after an unknown outcome"},
    mutation{"one_attempt_more", "one attempt more than allowed"},
    mutation{"resent_too_often", "a request is sent again however often it may have been applied"},
    mutation{"forgotten_outcome", "a call does not remember what its earlier attempts came to"},
    mutation{"budget_ignored", "every retry is granted"},
    mutation{"gate_ignored", "no call is held back after a Retry-After"},
    mutation{"gate_not_extended",
             "a closed gate opens when it was first told to, however often it is told to wait"},
    mutation{"gate_stays_closed", "a gate stays closed though the service took a probe"},
    mutation{"clock_of_its_own", "a Retry-After that is a date is held against the local clock"},
    mutation{"fresh_connection_unwatched",
             "an idle connection that carried no exchange is neither watched nor looked at"},
    mutation{"stale_bytes_taken", "bytes that came before a request are taken for its answer"},
    mutation{"replacement_for_nothing", "a request of unknown outcome that is sent again counts for nothing"},
    mutation{"any_account_will_do", "an answer about another account is a success"},
    mutation{"any_success_will_do", "an answer of 2xx is a success whatever it says"},
    mutation{"ninth_interim_answer", "the ninth interim answer ends an attempt"},
    mutation{"refusal_thrown_away", "a refusal whose connection ended early is a lost answer"},
    mutation{"drain_ends_early", "a drain does not wait for the handlers of calls"},
    mutation{"first_grace_counts", "a client that is drained again keeps to the first grace period"},
    mutation{"removed_twice", "what is gone when its removal is repeated is not found"},
    mutation{"no_turns", "two logins of one account go at once"},
    mutation{"own_end_shared", "a login that was stopped ends those that joined it"},
    mutation{"crash", "the program crashes as an exchange is cancelled"},
    mutation{"one_row_more", "an import has one call more in flight than allowed"},
};

} // namespace

std::span<const mutation> mutations() noexcept
{
    return known;
}

} // namespace useapi::simulation
