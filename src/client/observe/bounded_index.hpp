#ifndef USEAPI_SRC_CLIENT_OBSERVE_BOUNDED_INDEX_HPP
#define USEAPI_SRC_CLIENT_OBSERVE_BOUNDED_INDEX_HPP

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>

namespace useapi {

/** Gives numbers to the first `Most` different values. All later values share one number.

    @par Thread safety
    shared objects: safe. Looking up a known value takes no lock.
*/
template <class Value, std::size_t Most>
class bounded_index
{
public:
    /** The number that all later values share. */
    static constexpr std::size_t others = Most;

    /** The number of a value, from 0 in the order of first use. */
    std::size_t index_of(const Value& value) noexcept
    {
        const std::size_t known = size();
        const std::size_t found = find(value, 0, known);
        if (found != known)
            return found;
        const std::lock_guard lock(mutex_);
        const std::size_t known_by_now = size();
        const std::size_t found_by_now = find(value, known, known_by_now);
        if (found_by_now == known_by_now && known_by_now != Most) {
            values_[known_by_now] = value;
            size_.store(known_by_now + 1, std::memory_order_release);
        }
        return found_by_now;
    }

    std::size_t size() const noexcept { return size_.load(std::memory_order_acquire); }

    /** @param number  below `size()`. */
    const Value& operator[](std::size_t number) const noexcept { return values_[number]; }

private:
    /** The index of the value in the range; `end` if it is not there. */
    std::size_t find(const Value& value, std::size_t begin, std::size_t end) const noexcept
    {
        while (begin != end && !(values_[begin] == value))
            ++begin;
        return begin;
    }

    std::mutex mutex_; ///< held to add
    std::atomic<std::size_t> size_ = 0;
    std::array<Value, Most> values_{}; ///< values below `size_` never change
};

} // namespace useapi

#endif
