// useapi as a service uses it: the public upsert_account, with pool, retry, deadlines, and metrics as its
// observer.
#include "frame/account_request.hpp"
#include "frame/frame.hpp"

#include <useapi/client/metrics.hpp>
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace bench {
namespace {

namespace asio = boost::asio;
using useapi::runwayml::account_settings;

class useapi_client final : public client
{
public:
    explicit useapi_client(const job& todo)
        : workers_(todo.connections), threads_(todo.threads),
          pause_(todo.reconnect == job::handshakes::none ? std::chrono::milliseconds(0) : 2 * connection_age),
          client_(context_, options_for(todo))
    {
    }

    void run(phase& what) override
    {
        context_.restart();
        for (std::size_t i = 0; i < workers_; ++i)
            asio::co_spawn(context_, work(client_, what, sent_, pause_), asio::detached);
        std::vector<std::thread> others;
        for (unsigned i = 1; i < threads_; ++i)
            others.emplace_back([this] { context_.run(); });
        context_.run();
        for (std::thread& other : others)
            other.join();
    }

    void rest(std::chrono::milliseconds time) override
    {
        // Idle connections do not keep the io_context running.
        const auto keep = asio::make_work_guard(context_);
        context_.restart();
        context_.run_for(time);
    }

private:
    static useapi::client_options options_for(const job& todo)
    {
        useapi::client_options options{useapi::secret(token)};
        options.base_url("https://127.0.0.1:" + std::to_string(todo.port) + std::string(base_path));
        useapi::http::tls_options tls;
        tls.ca_file(todo.ca_file).resume_sessions(todo.reconnect != job::handshakes::full);
        options.tls(tls).max_connections(todo.connections);
        if (todo.reconnect != job::handshakes::none)
            options.max_connection_age(connection_age);
        if (todo.observed)
            options.observe_with(std::make_shared<useapi::metrics>());
        return options;
    }

    static asio::awaitable<void> work(useapi::client client, phase& what, std::atomic<std::size_t>& sent,
                                      std::chrono::milliseconds pause)
    {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        for (phase::clock::time_point meant; what.take(meant);) {
            if (what.is_paced() && meant > phase::clock::now()) {
                timer.expires_at(meant);
                co_await timer.async_wait(asio::use_awaitable);
            }
            account_settings settings(email(sent.fetch_add(1, std::memory_order_relaxed)),
                                      useapi::secret(password));
            settings.max_jobs(max_jobs);
            const auto outcome = co_await useapi::runwayml::upsert_account(client, std::move(settings));
            if (!outcome)
                give_up(outcome.error().message());
            if (outcome->max_jobs() != max_jobs || !outcome->jwt() || outcome->jwt()->token().empty())
                give_up("not the account that was hoped for");
            what.done(meant);
            if (pause == pause.zero())
                continue;
            timer.expires_after(pause);
            co_await timer.async_wait(asio::use_awaitable);
        }
    }

    // The age if each request must make a new connection; a connection may live up to a third longer.
    static constexpr std::chrono::milliseconds connection_age{1};

    const std::size_t workers_;
    const unsigned threads_;
    const std::chrono::milliseconds pause_; ///< behind a request
    std::atomic<std::size_t> sent_ = 0;
    asio::io_context context_;
    useapi::client client_;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::measure("useapi", argc, argv, [](const bench::job& todo) {
        return std::make_unique<bench::useapi_client>(todo);
    });
}
