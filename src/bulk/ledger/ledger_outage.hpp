#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_OUTAGE_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_OUTAGE_HPP

#include <chrono>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Decides when to try a ledger that is out of reach again, and for how long. Plain state: time comes in as
    an argument.

    The rows are safe meanwhile: outcomes of calls in flight are recorded later, and no other worker can claim
    a row.
*/
class ledger_outage
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** For how long it is tried again: the time that a database needs for a failover. */
    static constexpr std::chrono::seconds patience{120};

    /** The same time if no row is left to send and only outcomes wait to be recorded. */
    static constexpr std::chrono::seconds patience_at_the_end{10};

    /** The ledger could not be reached.
        @param at_the_end  whether the run was stopped
        @return when to try again; nothing if the time is over */
    std::optional<time_point> on_failure(time_point now, bool at_the_end);

    /** The ledger answered. @return how long it was out of reach; nothing if it was not. */
    std::optional<std::chrono::milliseconds> on_success(time_point now);

    bool is_on() const noexcept { return began_.has_value(); }

private:
    std::optional<time_point> began_;
    std::optional<time_point> end_began_;
    std::chrono::milliseconds pause_{};
};

/** The message when the ledger gets out of reach.
    @param why  without an end of the sentence */
std::string text_of_outage(const std::string& why);

/** The message when the ledger answers again. */
std::string text_of_return(std::chrono::milliseconds lasted);

/** The message when the time for trying is over. */
std::string text_of_giving_up(const std::string& why, std::chrono::milliseconds lasted);

} // namespace useapi::bulk

#endif
