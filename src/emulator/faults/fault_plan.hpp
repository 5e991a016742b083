#ifndef USEAPI_SRC_EMULATOR_FAULTS_FAULT_PLAN_HPP
#define USEAPI_SRC_EMULATOR_FAULTS_FAULT_PLAN_HPP

#include "emulator/faults/fault.hpp"
#include "emulator/service/store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace useapi::emulator {

/** The faults of one request. */
struct verdict
{
    const fault* strike = nullptr; ///< the fault that hits it, owned by the plan; never a delay or refusal
    std::chrono::milliseconds delay_before{0}; ///< to wait before the store is changed
    std::chrono::milliseconds delay_after{0};  ///< to wait after it
    std::optional<fault_kind> login_refusal;   ///< `wrong_password` or `suspended`
};

/** Decides which request is hit by what.
    A decision depends on the seed, the faults, the email, the method and the request's number among those of
   its email, and on nothing else: requests about different emails can come in any order, from any number of
    connections, and the same ones are hit. A refusal of the login depends on seed and email alone, so that an
   account refused once is refused for ever.
    @par Thread safety  shared object: safe
*/
class fault_plan
{
public:
    fault_plan(std::uint64_t seed, std::vector<fault> faults);

    /// @param email  what the request is about, empty if about none
    [[nodiscard]] verdict decide(std::string_view email, request_method method, request_number number) const;

private:
    std::uint64_t seed_;
    std::vector<fault> faults_;
};

} // namespace useapi::emulator

#endif
