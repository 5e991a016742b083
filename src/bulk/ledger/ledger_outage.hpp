#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_OUTAGE_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_OUTAGE_HPP

#include <chrono>
#include <optional>
#include <string>

namespace useapi::bulk {

/** When a ledger that is out of reach is asked again, and for how long. Plain state: time comes in as an
    argument.

    Its rows are safe meanwhile: what was in flight is recorded once it is back, and no other worker can
    claim a row meanwhile.
*/
class ledger_outage
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** For how long it is asked again: as long as a database takes to fail over. */
    static constexpr std::chrono::seconds patience{120};

    /** The same where nothing is left to send, and only outcomes wait to be recorded. */
    static constexpr std::chrono::seconds patience_at_the_end{10};

    /** It could not be reached.
        @param at_the_end  whether the run was stopped
        @return when to ask again; nothing if it was asked for long enough */
    std::optional<time_point> on_failure(time_point now, bool at_the_end);

    /** It answered. @return for how long it had not; nothing if it was never out of reach. */
    std::optional<std::chrono::milliseconds> on_success(time_point now);

    bool is_on() const noexcept { return began_.has_value(); }

private:
    std::optional<time_point> began_;
    std::optional<time_point> end_began_;
    std::chrono::milliseconds pause_{};
};

/** The message when it gets out of reach.
    @param why  without an end of the sentence */
std::string text_of_outage(const std::string& why);

/** The message when it answers again. */
std::string text_of_return(std::chrono::milliseconds lasted);

/** The message when it was asked for long enough. */
std::string text_of_giving_up(const std::string& why, std::chrono::milliseconds lasted);

} // namespace useapi::bulk

#endif
