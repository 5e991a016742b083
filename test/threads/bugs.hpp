#ifndef USEAPI_TEST_THREADS_BUGS_HPP
#define USEAPI_TEST_THREADS_BUGS_HPP

#include <atomic>
#include <mutex>
#include <string_view>

// Included before each source of the library in this build, for the bugs of bugs.cmake.

namespace useapi::threads {

/** The bug that is put in; empty for none. */
inline std::string_view bug;

inline bool is_put_in(std::string_view name) noexcept
{
    return bug == name;
}

/** A lock that a bug leaves out. */
class lock_unless
{
public:
    lock_unless(std::string_view name, std::mutex& mutex) : lock_(mutex, std::defer_lock)
    {
        if (!is_put_in(name))
            lock_.lock();
    }

private:
    std::unique_lock<std::mutex> lock_;
};

/** An order that a bug leaves out. */
inline std::memory_order order_unless(std::string_view name, std::memory_order order) noexcept
{
    return is_put_in(name) ? std::memory_order_relaxed : order;
}

} // namespace useapi::threads

#endif
