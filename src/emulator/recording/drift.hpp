#ifndef USEAPI_SRC_EMULATOR_RECORDING_DRIFT_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_DRIFT_HPP

#include "emulator/recording/exchange.hpp"

#include <string>
#include <vector>

namespace useapi::emulator {

/** What the exchange asked for, whichever account it is about: `POST
 * /v1/runwayml/accounts/user-N@example.invalid`. */
[[nodiscard]] std::string endpoint_of(const exchange& recorded);

/** How an answer differs from a recorded one in its status, its fields, and the names and types of its
   members, a line each. Values are not compared. Members by accounts count as one member.
*/
[[nodiscard]] std::vector<std::string> differences(const exchange& recorded, const exchange& present);

/** What an answer is like, beside a recording. */
struct comparison
{
    bool is_recorded = false; ///< the recording has an answer of the same endpoint
    std::vector<std::string> differences;
};

/** Compares an answer with the recorded ones of its endpoint, in any order. It differs if it differs from
   each of them; then the differences are those from the first one with its status, or without such a one from
   the first one.
    @param present  without secrets
*/
[[nodiscard]] comparison compare(const std::vector<exchange>& recording, const exchange& present);

} // namespace useapi::emulator

#endif
