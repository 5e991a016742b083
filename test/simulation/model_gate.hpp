#ifndef USEAPI_TEST_SIMULATION_MODEL_GATE_HPP
#define USEAPI_TEST_SIMULATION_MODEL_GATE_HPP

#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace useapi::simulation {

/** Models for how long the service asked the client to send nothing, and which requests may still leave. */
class model_gate
{
public:
    using time_point = testing::virtual_clock::time_point;

    explicit model_gate(testing::virtual_clock& clock) noexcept : clock_(clock) {}

    enum class passage
    {
        open,
        probe, ///< one per minute may leave
        too_early
    };

    /** A request leaves now. @return why it may */
    passage on_request();

    /** The client knows the status of an answer that asks it to wait. If the answer is not complete, the gate
        closes when the attempt ends. */
    void on_asked_to_wait() noexcept { ++waits_asked_for_; }

    /** An answer that asks the client to wait came whole. */
    void close(std::chrono::milliseconds wait);

    /** The client knows that the service refused a probe. If the answer is not complete, the gate opens when
        the attempt ends. */
    void may_reopen() noexcept { opens_ = clock_.now(); }

    /** The client knows all of the answer to a probe, which asks for no wait. */
    void reopen();

    /** Whether a probe reopened the gate before this instant, and no answer has asked for a wait since. */
    bool is_reopened() const noexcept;

private:
    testing::virtual_clock& clock_;
    time_point opens_{};
    time_point closed_at_{};    ///< last
    time_point closed_since_{}; ///< without a break
    std::int64_t probes_ = 0;   ///< since then
    std::optional<time_point> reopened_at_;
    unsigned waits_asked_for_ = 0;
    unsigned waits_told_ = 0; ///< of these, by an answer that came whole
};

} // namespace useapi::simulation

#endif
