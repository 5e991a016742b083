#ifndef USEAPI_SRC_CLIENT_CALL_CALL_ROUTINE_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_ROUTINE_HPP

#include <coroutine>
#include <exception>
#include <utility>

namespace useapi::detail {

/** The coroutine of a call. It waits only for the steps of `call`, and starts when it is resumed.

    It is not an `asio::awaitable`: a step resumes it directly, without an executor and a completion handler.
    An exception that leaves it ends the process, as if the function were `noexcept`. Only a lack of memory
    can throw in it.
*/
class call_routine
{
public:
    struct promise_type
    {
        call_routine get_return_object() noexcept { return call_routine(handle::from_promise(*this)); }

        std::suspend_always initial_suspend() const noexcept { return {}; }

        std::suspend_always final_suspend() const noexcept { return {}; }

        void return_void() const noexcept {}

        void unhandled_exception() const noexcept { std::terminate(); }
    };

    using handle = std::coroutine_handle<promise_type>;

    call_routine() = default;

    call_routine(call_routine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

    call_routine& operator=(call_routine&& other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }

    ~call_routine() { reset(); }

    void resume() const { handle_.resume(); }

    void reset() noexcept
    {
        if (const handle held = std::exchange(handle_, nullptr))
            held.destroy();
    }

private:
    explicit call_routine(handle held) noexcept : handle_(held) {}

    handle handle_;
};

} // namespace useapi::detail

#endif
