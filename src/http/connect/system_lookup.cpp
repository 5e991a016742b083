#include "http/connect/name_lookup.hpp"

#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <pthread.h>

#include <csignal>
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/** The look-ups of one `io_context` that wait for their answers. Threads may hold it when the `io_context`
   is gone. By then it holds no handlers any more, and drops what comes. */
class inbox
{
public:
    explicit inbox(asio::io_context& context) : context_(context) {}

    std::uint64_t add(lookup_handler handler)
    {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(++last_number_, std::move(handler));
        return last_number_;
    }

    void deliver(std::uint64_t number, const error_code& ec, endpoint_list found)
    {
        // Posted under the lock: until it is let go, `close` and with it the end of the `io_context` wait.
        const std::lock_guard lock(mutex_);
        if (auto asked = waiting_.extract(number))
            asio::post(context_, [handler = std::move(asked.mapped()), ec, found = std::move(found)] {
                handler(ec, found);
            });
    }

    /** The `io_context` is being destroyed. */
    void close() noexcept
    {
        std::map<std::uint64_t, lookup_handler> dropped;
        const std::lock_guard lock(mutex_);
        dropped.swap(waiting_);
    }

private:
    asio::io_context& context_; ///< used only while something waits
    std::mutex mutex_;
    std::map<std::uint64_t, lookup_handler> waiting_;
    std::uint64_t last_number_ = 0;
};

class inbox_service final : public asio::execution_context::service
{
public:
    inline static asio::execution_context::id id;

    explicit inbox_service(asio::execution_context& context)
        : asio::execution_context::service(context),
          inbox_(std::make_shared<inbox>(static_cast<asio::io_context&>(context)))
    {
    }

    const std::shared_ptr<inbox>& get() const noexcept { return inbox_; }

private:
    void shutdown() override { inbox_->close(); }

    const std::shared_ptr<inbox> inbox_;
};

struct question
{
    std::string host;
    std::uint16_t port;
    std::weak_ptr<inbox> asker;
    std::uint64_t number;
};

endpoint_list resolve(const std::string& host, std::uint16_t port, error_code& ec)
{
    // Asio's resolver blocks here, and starts no thread.
    asio::io_context own;
    tcp::resolver resolver(own);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, ec);
    return {found.begin(), found.end()};
}

/** The process's threads for look-ups. Each ends when nothing is left to be asked. */
class lookup_threads
{
public:
    static constexpr std::size_t most = 8;

    static lookup_threads& instance()
    {
        // Never destroyed: a thread may go on until the process is gone.
        static lookup_threads& only = *new lookup_threads;
        return only;
    }

    /** @throws std::system_error  where there is no thread for it. */
    void ask(question what)
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(asked_, [](const question& each) { return each.asker.expired(); });
        asked_.push_back(std::move(what));
        if (running_ == most)
            return;
        try {
            start_thread();
        } catch (const std::system_error&) {
            if (running_ != 0)
                return; // one that runs gets to it
            asked_.pop_back();
            throw;
        }
    }

private:
    lookup_threads()
    {
        // A child has none of its parent's threads, and must not find the lock taken by one of them.
        ::pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                         [] {
                             instance().running_ = 0;
                             instance().mutex_.unlock();
                         });
    }

    void start_thread()
    {
        // The program's signals are for the program's own threads.
        sigset_t all;
        sigset_t before;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        try {
            std::thread([this] { run(); }).detach();
            ++running_;
        } catch (...) {
            ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
            throw;
        }
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    void run()
    {
        std::unique_lock lock(mutex_);
        while (!asked_.empty()) {
            const question next = std::move(asked_.front());
            asked_.pop_front();
            lock.unlock();
            answer(next);
            lock.lock();
        }
        --running_;
    }

    static void answer(const question& asked)
    {
        if (asked.asker.expired())
            return;
        error_code ec;
        endpoint_list found = resolve(asked.host, asked.port, ec);
        if (const auto asker = asked.asker.lock())
            asker->deliver(asked.number, ec, std::move(found));
    }

    std::mutex mutex_;
    std::deque<question> asked_;
    std::size_t running_ = 0;
};

} // namespace

name_lookup system_lookup(asio::io_context& context)
{
    return [&context](const std::string& host, std::uint16_t port, lookup_handler handler) {
        const std::shared_ptr<inbox>& answers = asio::use_service<inbox_service>(context).get();
        const std::uint64_t number = answers->add(std::move(handler));
        try {
            lookup_threads::instance().ask({host, port, answers, number});
        } catch (const std::system_error& failure) {
            answers->deliver(number, error_code(failure.code()), {});
        }
    };
}

} // namespace useapi::http
