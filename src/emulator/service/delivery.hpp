#ifndef USEAPI_SRC_EMULATOR_SERVICE_DELIVERY_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_DELIVERY_HPP

#include "emulator/faults/fault.hpp"
#include "emulator/service/answer.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace useapi::emulator {

/** What happens to the connection after an answer, or in place of one. */
enum class ending
{
    none,     ///< the next request
    graceful, ///< close_notify, then the end
    cut,      ///< the end of the TCP stream, which TLS calls a truncation
    reset     ///< a TCP reset
};

/** The parts of a request that decide the framing of its answer. */
class delivery_terms
{
public:
    delivery_terms(bool keeps_alive, bool http_1_0) : keeps_alive_(keeps_alive), http_1_0_(http_1_0) {}

    /// Seconds of a `Keep-Alive: timeout=`; default: no such header.
    delivery_terms& announced_timeout(std::optional<std::chrono::seconds> value);

    [[nodiscard]] bool keeps_alive() const noexcept { return keeps_alive_; }

    [[nodiscard]] bool http_1_0() const noexcept { return http_1_0_; }

    [[nodiscard]] std::optional<std::chrono::seconds> announced_timeout() const noexcept { return timeout_; }

private:
    bool keeps_alive_;
    bool http_1_0_;
    std::optional<std::chrono::seconds> timeout_;
};

/** The bytes of an answer, and what happens to the connection after them. */
struct delivery
{
    std::string bytes;
    unsigned status = 0; ///< the status that the client will read; 0: none
    ending then = ending::none;
};

/** Renders an answer, damaged by the fault if there is one.
    @param kind  any but `stall` and the resets, which send nothing
*/
[[nodiscard]] delivery deliver(const answer& shown, std::optional<fault_kind> kind,
                               const delivery_terms& terms, std::chrono::system_clock::time_point now);

} // namespace useapi::emulator

#endif
