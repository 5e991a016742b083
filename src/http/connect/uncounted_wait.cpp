#include "http/connect/uncounted_wait.hpp"

#include "http/byte_stream.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <chrono>
#include <exception>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;

/** Whether an executor can change the count of work. Asio has these functions from the Networking TS, and
    lacks them if `BOOST_ASIO_NO_TS_EXECUTORS` is defined. */
template <class Executor>
concept counts_work = requires(const Executor& executor) {
    executor.on_work_started();
    executor.on_work_finished();
};

template <class Executor, class Change>
void for_each_count(const Executor& executor, int count, Change change) noexcept
{
    if constexpr (counts_work<Executor>)
        for (int i = 0; i != count; ++i)
            change(executor);
}

/** Whether the count of work is right: 0 while only an uncounted wait goes on, and 0 again after it has
    ended.

    @param start  starts the wait, which sets the flag when it ends.
    @param end    ends the wait. */
template <class Start, class End>
bool keeps_count(asio::io_context& context, Start start, End end)
{
    bool is_over = false;
    bool goes_on = false;
    asio::post(context, [&] {
        start(is_over);
        goes_on = !context.stopped(); // the count is not 0 inside a handler
    });
    context.poll();
    if (!goes_on || !context.stopped() || is_over)
        return false;
    for (int round = 0; round != 2; ++round) {
        context.restart();
        end();
        asio::post(context, [] {});
        context.poll();
        if (!is_over || !context.stopped())
            return false;
    }
    return true;
}

bool is_count_of_a_timer(int count)
{
    using timer_type =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                   uncounted_wait::executor_type>;
    asio::io_context context(1);
    timer_type timer(context.get_executor(), std::chrono::hours(1));
    const uncounted_wait wait(context.get_executor(), count);
    return keeps_count(
        context,
        [&](bool& is_over) {
            timer.async_wait([&is_over, wait](const error_code&) {
                wait.ending();
                is_over = true;
            });
            wait.started();
        },
        [&] { timer.cancel(); });
}

bool is_count_of_a_socket(int count)
{
    using socket_type = asio::basic_stream_socket<stream_protocol, byte_stream::executor_type>;
    asio::io_context context(1);
    const byte_stream::executor_type strand(context.get_executor());
    socket_type socket(strand);
    socket_type other_end(strand);
    asio::local::connect_pair(socket, other_end);
    const uncounted_wait wait(context.get_executor(), count);
    return keeps_count(
        context,
        [&](bool& is_over) {
            socket.async_wait(
                socket_type::wait_read,
                asio::bind_executor(asio::system_executor(), [&is_over, wait](const error_code&) {
                    wait.ending();
                    is_over = true;
                }));
            wait.started();
        },
        [&] {
            error_code ignored;
            socket.close(ignored);
        });
}

} // namespace

bool uncounted_wait::is_possible() noexcept
{
    static const bool answer = [] {
        try {
            return are_counts(counts_of_a_timer, counts_of_a_socket);
        } catch (const std::exception&) {
            return false;
        }
    }();
    return answer;
}

bool uncounted_wait::are_counts(int of_a_timer, int of_a_socket)
{
    if constexpr (counts_work<executor_type>)
        return is_count_of_a_timer(of_a_timer) && is_count_of_a_socket(of_a_socket);
    return false;
}

void uncounted_wait::started() const noexcept
{
    for_each_count(executor_, count_, [](const auto& executor) { executor.on_work_finished(); });
}

void uncounted_wait::ending() const noexcept
{
    for_each_count(executor_, count_, [](const auto& executor) { executor.on_work_started(); });
}

} // namespace useapi::http
