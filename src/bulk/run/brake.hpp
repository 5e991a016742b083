#ifndef USEAPI_SRC_BULK_RUN_BRAKE_HPP
#define USEAPI_SRC_BULK_RUN_BRAKE_HPP

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Stops a run whose rows are refused: each refusal can be a login with a wrong password, and some of those
   lock the account. A column that is shifted by one makes every row such a row. Plain state.

    Until the first row is not refused, no more than `first_rows` calls are ever made.
*/
class brake
{
public:
    /** The run stops when the first so many rows are all refused. */
    static constexpr std::size_t first_rows = 20;

    /** The share of refused rows is taken of the last so many. */
    static constexpr std::size_t last_rows = 100;

    /** @param most     refused rows at which the run stops; 0 for no such limit
        @param percent  share of refused rows at which the run stops, also where the first rows are all
       refused; 0 for no such limit */
    brake(std::uint64_t most, unsigned percent) noexcept : most_(most), percent_(percent) {}

    /** Whether one more call may begin while so many are in flight, even if all of them are refused. */
    bool allows(std::size_t in_flight) const noexcept;

    /** A row that was sent has its outcome. @return why the run is to stop; nothing if it goes on. */
    std::optional<std::string> on_outcome(bool is_refused);

private:
    const std::uint64_t most_;
    const unsigned percent_;
    std::uint64_t outcomes_ = 0;
    std::uint64_t refused_ = 0;
    std::bitset<last_rows>
        recent_; ///< whether refused; the place of an outcome is its number modulo the size
};

} // namespace useapi::bulk

#endif
