#ifndef USEAPI_TEST_SIMULATION_DATABASE_WORK_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_WORK_HPP

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace useapi::database_simulation {

/** A coroutine of the model of the server. It begins when it is awaited, or when `begin` is called. */
template <class Result>
class work
{
public:
    struct promise_type
    {
        struct last_step
        {
            bool await_ready() noexcept { return false; }

            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) noexcept
            {
                const std::coroutine_handle<> next = ended.promise().continuation;
                return next ? next : std::noop_coroutine();
            }

            void await_resume() noexcept {}
        };

        work get_return_object() { return work(std::coroutine_handle<promise_type>::from_promise(*this)); }

        std::suspend_always initial_suspend() noexcept { return {}; }

        last_step final_suspend() noexcept { return {}; }

        void unhandled_exception() noexcept { failure = std::current_exception(); }

        void return_value(Result made) { result = std::move(made); }

        std::coroutine_handle<> continuation;
        std::exception_ptr failure;
        std::optional<Result> result;
    };

    work(work&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

    work(const work&) = delete;
    work& operator=(const work&) = delete;

    ~work()
    {
        if (handle_)
            handle_.destroy();
    }

    bool await_ready() const noexcept { return false; }

    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept
    {
        handle_.promise().continuation = awaiting;
        return handle_;
    }

    Result await_resume()
    {
        if (handle_.promise().failure)
            std::rethrow_exception(handle_.promise().failure);
        return std::move(*handle_.promise().result);
    }

    /** Runs it up to its first wait, without anything that awaits it. */
    void begin() { handle_.resume(); }

private:
    explicit work(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

/** The result of work that has none. */
struct nothing
{
};

} // namespace useapi::database_simulation

#endif
