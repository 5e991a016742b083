#ifndef USEAPI_SRC_HTTP_CONNECT_ADDRESS_RACE_HPP
#define USEAPI_SRC_HTTP_CONNECT_ADDRESS_RACE_HPP

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace useapi::http {

/** The order in which addresses are tried. The two families take turns, beginning with the family of the
    first address. Within a family the resolver's order stays. @see RFC 8305 section 4 */
std::vector<boost::asio::ip::tcp::endpoint>
interleave_families(const std::vector<boost::asio::ip::tcp::endpoint>& found);

/** Decides when to try which address. An attempt begins `attempt_delay` after the one before it began, or at
    once if an attempt fails. The class does no I/O and has no clock: its driver begins the attempts and
    reports how they went.

    @see RFC 8305 section 5
*/
class address_race
{
public:
    /** The Connection Attempt Delay that RFC 8305 section 8 recommends. */
    static constexpr std::chrono::milliseconds attempt_delay{250};

    enum class next
    {
        begin, ///< begin an attempt with the address at index `begun()` - 1
        wait,  ///< wait for the attempts that are under way
        lost   ///< every attempt failed
    };

    /** @param addresses  the number of addresses. */
    explicit address_race(std::size_t addresses) noexcept : addresses_(addresses) {}

    next on_start() noexcept { return begin_another(); }

    /** `attempt_delay` has passed since the last attempt began. */
    next on_delay() noexcept { return begin_another(); }

    /** An attempt failed. */
    next on_failed() noexcept
    {
        --under_way_;
        return begin_another();
    }

    /** How many attempts were begun, each with the next address. */
    std::size_t begun() const noexcept { return begun_; }

    /** Whether there is an address left to begin with. */
    bool has_more() const noexcept { return begun_ < addresses_; }

private:
    next begin_another() noexcept
    {
        if (!has_more())
            return under_way_ == 0 ? next::lost : next::wait;
        ++begun_;
        ++under_way_;
        return next::begin;
    }

    std::size_t addresses_;
    std::size_t begun_ = 0;
    std::size_t under_way_ = 0;
};

} // namespace useapi::http

#endif
