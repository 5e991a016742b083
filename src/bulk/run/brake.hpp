#ifndef USEAPI_SRC_BULK_RUN_BRAKE_HPP
#define USEAPI_SRC_BULK_RUN_BRAKE_HPP

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Stops a run whose rows are refused. Each refusal can be a login with a wrong password, and some of these
    lock the account. If a column is shifted by one, every row is refused. Plain state.

    Until one row is not refused, no more than `first_rows` calls are made.
*/
class brake
{
public:
    /** The run stops if all of the first so many rows are refused. */
    static constexpr std::size_t first_rows = 20;

    /** The number of last rows from which the share of refused rows is taken. */
    static constexpr std::size_t last_rows = 100;

    /** @param most     refused rows at which the run stops; 0 for no such limit
        @param percent  share of refused rows at which the run stops; it also stops if all of the first rows
                        are refused. 0 for neither limit */
    brake(std::uint64_t most, unsigned percent) noexcept : most_(most), percent_(percent) {}

    /** Whether one more call may begin while `in_flight` calls are under way, even if all of them are
        refused. */
    bool allows(std::size_t in_flight) const noexcept;

    /** Takes the outcome of a row that was sent.
        @return why the run must stop; nothing if it goes on. */
    std::optional<std::string> on_outcome(bool is_refused);

private:
    const std::uint64_t most_;
    const unsigned percent_;
    std::uint64_t outcomes_ = 0;
    std::uint64_t refused_ = 0;
    std::bitset<last_rows>
        recent_; ///< whether the last rows were refused; the index of a row is its number modulo the size
};

} // namespace useapi::bulk

#endif
