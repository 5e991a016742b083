#ifndef USEAPI_SRC_CLIENT_TRAFFIC_HPP
#define USEAPI_SRC_CLIENT_TRAFFIC_HPP

#include "http/pool/pool.hpp"
#include "retry/adaptive_limit.hpp"
#include "retry/silence.hpp"

#include <useapi/client/client_options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

namespace useapi::detail {

/** Learns from the attempts of a client's calls: how many may be under way (`adaptive_concurrency`), and
    whether a new call may begin at all (`fail_fast_after`).

    @par Thread safety
    shared objects: safe.
*/
class traffic
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** Null if neither option is set. */
    static std::unique_ptr<traffic> make(const client_options& options, std::shared_ptr<http::pool> pool);

    traffic(const client_options& options, std::shared_ptr<http::pool> pool);

    /** How an attempt ended. */
    struct outcome
    {
        bool has_answer = false;
        bool is_overload = false; ///< it failed in a transient way
    };

    /** Whether a call may begin. */
    retry::silence::answer ask(time_point now);

    /** An attempt begins. @return its number, for `on_outcome` */
    std::uint64_t on_attempt();

    void on_outcome(std::uint64_t attempt, const outcome& how, time_point now);

    /** Sets the most connections from now on. */
    void resize(std::size_t max_connections);

private:
    /** A new limit for the pool, which is told under no lock of this object. */
    struct new_limit
    {
        std::size_t limit;
        std::uint64_t order;
    };

    template <class Change>
    std::optional<new_limit> change(Change how);
    void apply(const std::optional<new_limit>& changed);

    const std::shared_ptr<http::pool> pool_;
    std::mutex mutex_;
    std::uint64_t changes_ = 0; ///< of the limit
    std::optional<retry::adaptive_limit> limit_;
    std::optional<retry::silence> silence_;
};

} // namespace useapi::detail

#endif
