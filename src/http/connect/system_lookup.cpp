#include "http/connect/inbox.hpp"
#include "http/connect/name_lookup.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <pthread.h>

#include <csignal>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct question
{
    std::string host;
    std::uint16_t port;
    std::weak_ptr<inbox<endpoint_list>> asker;
    std::uint64_t number;
};

endpoint_list resolve(const std::string& host, std::uint16_t port, error_code& ec)
{
    // Asio's resolver blocks in this function, and starts no thread.
    asio::io_context own;
    tcp::resolver resolver(own);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, ec);
    return {found.begin(), found.end()};
}

/** The process's threads for look-ups. A thread ends when no question is left. */
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

    /** @throws std::system_error  if no thread runs and none can be started. */
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
                return; // a running thread takes the question
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
        // The thread blocks all signals, so that the program's own threads get them.
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
        const std::shared_ptr<inbox<endpoint_list>>& answers = inbox<endpoint_list>::of(context);
        const std::uint64_t number = answers->add(std::move(handler));
        try {
            lookup_threads::instance().ask({host, port, answers, number});
        } catch (const std::system_error& failure) {
            answers->deliver(number, error_code(failure.code()), {});
        }
    };
}

} // namespace useapi::http
