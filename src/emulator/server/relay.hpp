#ifndef USEAPI_SRC_EMULATOR_SERVER_RELAY_HPP
#define USEAPI_SRC_EMULATOR_SERVER_RELAY_HPP

#include "emulator/service/answer.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::emulator {

/** A request that arrived whole. */
struct relayed_request
{
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
};

/** What answers the requests of a server in place of its stand-in. */
struct relay
{
    /// Empty: the stand-in answers. Calls `respond` once, now or later, from any thread. Must not throw.
    std::function<void(relayed_request request, std::function<void(answer)> respond)> forward;
    std::string base_path; ///< of the URL that the server tells
};

} // namespace useapi::emulator

#endif
