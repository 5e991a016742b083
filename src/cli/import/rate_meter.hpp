#ifndef USEAPI_SRC_CLI_IMPORT_RATE_METER_HPP
#define USEAPI_SRC_CLI_IMPORT_RATE_METER_HPP

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace useapi::cli {

/** How fast a count grows, over the last ten seconds or so. Plain state: time comes in as an argument. */
class rate_meter
{
public:
    /** @param elapsed  since the counting began; never less than before
        @return the rate per second; nothing before the second sample */
    std::optional<double> add(std::chrono::milliseconds elapsed, std::uint64_t count);

private:
    struct sample
    {
        std::chrono::milliseconds elapsed;
        std::uint64_t count;
    };

    std::deque<sample> samples_;
};

} // namespace useapi::cli

#endif
