#ifndef USEAPI_SRC_EMULATOR_RECORDING_DRIFT_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_DRIFT_HPP

#include "emulator/recording/exchange.hpp"

#include <string>
#include <vector>

namespace useapi::emulator {

/** The method and target of an exchange, the same for all accounts, such as
    `POST /v1/runwayml/accounts/user-N@example.invalid`. */
[[nodiscard]] std::string endpoint_of(const exchange& recorded);

/** The differences of an answer from a recorded one, a line each: in status, in fields, and in names and
    types of members. Values are not compared. Members that are named after accounts count as one member. */
[[nodiscard]] std::vector<std::string> differences(const exchange& recorded, const exchange& present);

/** The result of a comparison of an answer with a recording. */
struct comparison
{
    bool is_recorded = false; ///< the recording has an answer of the same endpoint
    std::vector<std::string> differences;
};

/** Compares an answer with all recorded answers of its endpoint, in whatever order they were recorded. It
    differs only if it differs from each of them. The differences are then those from the first one with its
    status, or from the first one if none has its status.

    @param present  without secrets
*/
[[nodiscard]] comparison compare(const std::vector<exchange>& recording, const exchange& present);

} // namespace useapi::emulator

#endif
