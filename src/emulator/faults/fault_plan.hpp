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
    std::chrono::milliseconds delay_before{0}; ///< the wait before the store is changed
    std::chrono::milliseconds delay_after{0};  ///< the wait after it
    std::optional<fault_kind> login_refusal;   ///< `wrong_password` or `suspended`
};

/** Decides which fault hits a request. A decision depends only on the seed, the faults, the email, the method
    and the request's number among those of its email. So the same requests are hit if requests about
    different emails come in another order or on other connections. A refusal of the login depends only on
    seed and email, so an account that was refused once is always refused.
    @par Thread safety
    shared object: safe
*/
class fault_plan
{
public:
    fault_plan(std::uint64_t seed, std::vector<fault> faults);

    /// @param email the email that the request is about; empty if the request names no email
    [[nodiscard]] verdict decide(std::string_view email, request_method method, request_number number) const;

private:
    std::uint64_t seed_;
    std::vector<fault> faults_;
};

} // namespace useapi::emulator

#endif
