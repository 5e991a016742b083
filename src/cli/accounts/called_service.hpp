#ifndef USEAPI_SRC_CLI_ACCOUNTS_CALLED_SERVICE_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_CALLED_SERVICE_HPP

#include "cli/client_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/single_call.hpp"

#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <utility>

namespace useapi::cli {

/** A client for one command. */
class called_service
{
public:
    called_service(const arguments& given, secret token, const console& out)
        : client_(context_, make_client_options(given.connection, std::move(token), out))
    {
    }

    called_service(const called_service&) = delete;
    called_service& operator=(const called_service&) = delete;

    ~called_service() { wind_up(context_, client_); }

    template <class T, class Start>
    [[nodiscard]] result<T> call(Start start)
    {
        return run_call<T>(context_, client_, [&](auto handler) { start(client_, std::move(handler)); });
    }

    /// The time by the service's clock, which also sets the ends of sessions.
    [[nodiscard]] std::chrono::system_clock::time_point now(const console& out) const
    {
        return service_time_of(client_, out);
    }

private:
    // The client uses the io_context, so it is destroyed first.
    boost::asio::io_context context_{1};
    client client_;
};

} // namespace useapi::cli

#endif
