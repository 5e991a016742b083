#ifndef USEAPI_TEST_THREADS_WORLD_HPP
#define USEAPI_TEST_THREADS_WORLD_HPP

#include "client/client_core.hpp"
#include "threads/network.hpp"
#include "threads/schedule.hpp"

#include <useapi/client/client.hpp>
#include <useapi/client/send.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace useapi::threads {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/** Counts the handlers of calls. */
struct tally
{
    std::atomic<unsigned> begun = 0;
    std::atomic<unsigned> returned = 0; ///< handlers that were called, and are about to return
    std::atomic<int> alive = 0;         ///< handlers that were not destroyed

    /** One handler: called at most once. */
    class handler
    {
    public:
        explicit handler(tally& counted_in) : counted_in_(&counted_in)
        {
            ++counted_in.begun;
            ++counted_in.alive;
        }

        handler(handler&& other) noexcept
            : counted_in_(std::exchange(other.counted_in_, nullptr)), was_called_(other.was_called_)
        {
        }

        ~handler()
        {
            if (counted_in_)
                --counted_in_->alive;
        }

        template <class... Outcome>
        void operator()(const Outcome&...)
        {
            require(!std::exchange(was_called_, true), "a handler is called twice");
            ++counted_in_->returned;
        }

    private:
        tally* counted_in_;
        bool was_called_ = false;
    };
};

/** An `io_context` that several threads run, a network, and a client on it. On the heap, where the accesses
   of threads are watched. */
class world
{
public:
    explicit world(random_numbers& numbers, network::server far_end = any_answer)
        : context(std::make_unique<asio::io_context>()),
          net(network::make(*context, numbers.below(1'000'000), std::move(far_end))),
          work_(std::in_place, context->get_executor())
    {
    }

    world(const world&) = delete;
    world& operator=(const world&) = delete;

    ~world() { end(); }

    static client_options options(const secret& token = secret("user:1234-abcdefghijklmnop"))
    {
        client_options chosen(token);
        chosen.base_url("https://service.test/v1").max_connections(2).timeout(5s).attempt_timeout(3s).seed(7);
        return chosen;
    }

    client make_client(const client_options& chosen = options())
    {
        client made = detail::access::make(chosen, net);
        core = detail::access::core(made);
        return made;
    }

    void start_threads(unsigned count = 2)
    {
        for (unsigned i = 0; i != count; ++i)
            threads_.emplace_back([context = context.get()] {
                name_thread("io");
                context->run();
            });
    }

    /** Runs the `io_context` until all work is done, or it is stopped. */
    void finish()
    {
        work_.reset();
        for (std::thread& each : threads_)
            each.join();
        threads_.clear();
        net->time()->stop();
    }

    /** Destroys the `io_context`. */
    void end()
    {
        if (!context)
            return;
        finish();
        context.reset();
    }

    /** Anything that a far end may do, mostly an answer. */
    static answer any_answer(std::string_view request, random_numbers& numbers);

    std::unique_ptr<asio::io_context> context;
    std::shared_ptr<network> net;
    std::weak_ptr<detail::client_core> core;

private:
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_;
    std::vector<std::thread> threads_;
};

inline answer status_503()
{
    return {"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}"};
}

inline answer status_429()
{
    return {"HTTP/1.1 429 Wait\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}"};
}

inline answer world::any_answer(std::string_view, random_numbers& numbers)
{
    switch (numbers.below(8)) {
    case 0:
        return {{}}; // silence
    case 1:
        return {{}, 1s, true};
    case 2:
        return numbers.one_in(2) ? status_503() : status_429();
    case 3:
        return {answer().bytes, 1s};
    case 4:
        return {answer().bytes, 0ms, true};
    default:
        return {};
    }
}

/** What threads wait for until another one opens it. A `std::future` would wait in the system, unseen. */
class gate
{
public:
    void open()
    {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }

    void pass()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
};

/** A thread of the user. */
template <class Function>
std::thread user_thread(Function work)
{
    return std::thread([work = std::move(work)]() mutable {
        name_thread("user");
        work();
    });
}

} // namespace useapi::threads

#endif
