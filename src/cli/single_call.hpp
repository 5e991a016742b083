#ifndef USEAPI_SRC_CLI_SINGLE_CALL_HPP
#define USEAPI_SRC_CLI_SINGLE_CALL_HPP

#include <useapi/client/client.hpp>
#include <useapi/result.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace useapi::cli {

class console;

/** Cancels a call on the first SIGINT or SIGTERM. The second one closes the client, which ends every call.
    The third one ends the process. */
class call_interrupter
{
public:
    call_interrupter(boost::asio::io_context& context, const client& client);
    call_interrupter(const call_interrupter&) = delete;
    call_interrupter& operator=(const call_interrupter&) = delete;

    [[nodiscard]] boost::asio::cancellation_slot slot() noexcept { return cancellation_.slot(); }

private:
    void wait();
    void on_signal();

    client client_;
    boost::asio::signal_set signals_;
    boost::asio::cancellation_signal cancellation_;
    bool cancelled_ = false;
    std::shared_ptr<call_interrupter*>
        self_; ///< a signal that comes together with the call's end may outlive this object
};

/** The time at the service. If no answer had a `Date`, the time of this machine, with a note.
 */
[[nodiscard]] std::chrono::system_clock::time_point service_time_of(const client& client, const console& out);

/** Closes the client, and runs the `io_context` until the connections have ended, 250 ms at most. A
   connection that an `io_context` ends is better than one that is destroyed with it.
    @return whether the `io_context` ran out of work: false where a wait was forgotten, which costs all of the
            250 ms */
bool wind_up(boost::asio::io_context& context, const client& client) noexcept;

/** Makes one call on this thread and waits for its end.
    @param start  receives the completion handler for `void(result<T>)`
*/
template <class T, class Start>
[[nodiscard]] result<T> run_call(boost::asio::io_context& context, const client& client, Start start)
{
    std::optional<result<T>> outcome;
    {
        call_interrupter interrupter(context, client);
        start(boost::asio::bind_cancellation_slot(
            interrupter.slot(), [&](result<T> arrived) { outcome.emplace(std::move(arrived)); }));
        // Waits for the end of the call, because connections that the client keeps may leave further work.
        while (!outcome && context.run_one() != 0) {
        }
    }
    return std::move(outcome.value());
}

} // namespace useapi::cli

#endif
