#include "cli/commands.hpp"

#include "cli/client_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/record/forwarded_call.hpp"
#include "cli/record/forwarding.hpp"
#include "cli/record/recorder.hpp"
#include "cli/single_call.hpp"
#include "emulator/command.hpp"
#include "http/connect/origin.hpp"

#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

using steady_clock = std::chrono::steady_clock;
using responder = std::function<void(emulator::answer)>;

/// The API token that the proxy sends for requests without one. The recording shows the service's answer.
constexpr std::string_view no_token = "none";

/** The proxy's side towards the service: a client for each API token, all of one `io_context`. */
class service_side
{
public:
    /// @throws useapi::exception  if an option cannot be used
    service_side(boost::asio::io_context& context, const connection_arguments& connection, recorder& taker,
                 console& out)
        : context_(context), connection_(connection), taker_(taker), out_(out),
          base_url_(client_for(secret(no_token)).options().base_url())
    {
    }

    [[nodiscard]] emulator::relay relay()
    {
        return {[this](emulator::relayed_request request, responder respond) {
                    forward(std::move(request), std::move(respond));
                },
                http::parse_base_url(base_url_).value().path_prefix};
    }

    void wind_up_all() noexcept
    {
        for (auto& [token, asking] : clients_)
            asking.close();
        wind_up(context_, clients_.front().second);
    }

private:
    const client& client_for(const secret& token);
    void forward(emulator::relayed_request request, responder respond);
    void on_outcome(const emulator::relayed_request& request, steady_clock::time_point began,
                    const result<http::response>& outcome, const responder& respond);

    boost::asio::io_context& context_;
    const connection_arguments& connection_;
    recorder& taker_;
    console& out_;
    std::vector<std::pair<secret, client>> clients_;
    const std::string base_url_;
};

const client& service_side::client_for(const secret& token)
{
    for (const auto& [known, asking] : clients_)
        if (known == token)
            return asking;
    client_options options = make_client_options(connection_, token, out_);
    // One attempt only: the client in front of the proxy repeats requests, and the recording is about it.
    options.retry(retry_options(options.retry()).max_attempts(1));
    return clients_.emplace_back(token, client(context_, options)).second;
}

void service_side::forward(emulator::relayed_request request, responder respond)
{
    try {
        const secret token = token_of(request);
        const client& asking = client_for(token.empty() ? secret(no_token) : token);
        auto call = request_for_service(request);
        start_forwarded_call(asking, std::move(call),
                             [this, began = steady_clock::now(), request = std::move(request),
                              respond](const result<http::response>& outcome) {
                                 on_outcome(request, began, outcome, respond);
                             });
    } catch (const exception& problem) {
        respond(answer_for_client(problem.reason()));
    }
}

void service_side::on_outcome(const emulator::relayed_request& request, steady_clock::time_point began,
                              const result<http::response>& outcome, const responder& respond)
{
    if (!outcome) {
        out_.warn("not recorded: " + printable(outcome.error().message()));
        respond(answer_for_client(outcome.error()));
        return;
    }
    const auto took = std::chrono::round<std::chrono::milliseconds>(steady_clock::now() - began);
    if (!taker_.take(exchange_of(request, *outcome, took)))
        context_.stop();
    respond(answer_for_client(*outcome));
}

} // namespace

exit_code run_record_command(const arguments& given, console& out)
{
    recorder taker(given.record, out);
    boost::asio::io_context context(1);
    service_side service(context, given.connection, taker, out);
    emulator::options options;
    options.port(given.emulator.port).tls_dir(given.emulator.tls_dir).verbose(out.is_verbose());
    std::ostream unheard(nullptr);
    // The server's lines are for people. If standard output holds JSON, they go to standard error.
    std::ostream& lines = out.is_quiet() ? unheard : out.is_json() ? std::cerr : std::cout;
    try {
        emulator::serve(context, options, service.relay(), given.emulator.port_file, lines);
    } catch (const std::runtime_error& problem) {
        return report_misuse(out, printable(problem.what()));
    }
    service.wind_up_all();
    return taker.conclude();
}

} // namespace useapi::cli
