#ifndef USEAPI_BENCH_FRAME_FRAME_HPP
#define USEAPI_BENCH_FRAME_FRAME_HPP

#include "frame/job.hpp"
#include "frame/phase.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace bench {

/** A client under test. */
class client
{
public:
    virtual ~client() = default;

    /** Carries out the whole phase on its connections, which it makes on demand. */
    virtual void run(phase& what) = 0;

    /** Is idle for this time, as it would be without requests. */
    virtual void rest(std::chrono::milliseconds time) = 0;

protected:
    client() = default;
    client(const client&) = delete;
    client& operator=(const client&) = delete;
};

using make_client = std::function<std::unique_ptr<client>(const job&)>;

/** Warms the client up, measures it, and prints the measurement as a line of JSON. */
int measure(std::string_view name, int argc, char** argv, const make_client& make);

/** Ends the run, because the figures of a client that failed are worthless. */
[[noreturn]] void give_up(std::string_view why);

} // namespace bench

#endif
