#ifndef USEAPI_TEST_UNIT_CLIENT_WORLD_HPP
#define USEAPI_TEST_UNIT_CLIENT_WORLD_HPP

#include "client/client_core.hpp"
#include "unit/printing.hpp"

#include <useapi/client.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::testing {

using namespace std::chrono_literals;

/** The outcome of one call, and its time. */
struct observed
{
    std::optional<result<http::response>> outcome;
    std::chrono::milliseconds at{};
    unsigned completions = 0;
    boost::asio::cancellation_signal cancel;

    bool succeeded() const { return outcome && outcome->has_value(); }

    error failure() const { return outcome->error(); }
};

/** A client with no socket and no real time, and a far end that is a list of replies. */
class world
{
public:
    /** The far end gives these replies in turn, and 200 with `{}` afterwards. */
    explicit world(std::vector<reply> script = {})
        : network(std::make_shared<memory_network>(
              context, clock, [this, replies = std::move(script)](const received_request& request) mutable {
                  served_by.push_back(request.connection());
                  if (replies.empty())
                      return reply::of(200, "{}");
                  const reply next = replies.front();
                  replies.erase(replies.begin());
                  return next;
              }))
    {
    }

    static client_options options()
    {
        client_options chosen(secret("user:1234-abcdefghijklmnop"));
        chosen.base_url("https://service.test/v1")
            .max_connections(4)
            .timeout(60s)
            .attempt_timeout(20s)
            .seed(7);
        return chosen;
    }

    client make_client(const client_options& chosen = options()) { return network->make_client(chosen); }

    std::shared_ptr<observed> start(const client& client, http::request request = http::request("GET", "/x"))
    {
        auto watched = std::make_shared<observed>();
        async_send(client, std::move(request),
                   boost::asio::bind_cancellation_slot(
                       watched->cancel.slot(), [this, watched](result<http::response> outcome) {
                           watched->outcome = std::move(outcome);
                           watched->at =
                               std::chrono::duration_cast<std::chrono::milliseconds>(clock.elapsed());
                           ++watched->completions;
                       }));
        return watched;
    }

    bool run() { return clock.run(context); }

    bool run_for(std::chrono::milliseconds time) { return clock.run(context, clock.now() + time); }

    virtual_clock clock;
    boost::asio::io_context context;    // not limited to one thread: some tests run it inside a handler
    std::vector<std::size_t> served_by; ///< the number of the connection that each request came on
    std::shared_ptr<memory_network> network;
};

} // namespace useapi::testing

#endif
