#ifndef USEAPI_TEST_SIMULATION_MODEL_GATE_HPP
#define USEAPI_TEST_SIMULATION_MODEL_GATE_HPP

#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <cstdint>

namespace useapi::simulation {

/** For how long the service asked the client to send nothing, and which requests may leave all the same. */
class model_gate
{
public:
    using time_point = testing::virtual_clock::time_point;

    explicit model_gate(testing::virtual_clock& clock) noexcept : clock_(clock) {}

    enum class passage
    {
        open,
        probe, ///< one a minute may leave
        too_early
    };

    /** A request leaves now. */
    passage on_request();

    /** The client was asked to wait. */
    void close(std::chrono::milliseconds wait);

    /** The client knows that the service took a probe. */
    void reopen() { opens_ = clock_.now(); }

private:
    testing::virtual_clock& clock_;
    time_point opens_{};
    time_point closed_at_{};    ///< last
    time_point closed_since_{}; ///< without a break
    std::int64_t probes_ = 0;   ///< since then
};

} // namespace useapi::simulation

#endif
