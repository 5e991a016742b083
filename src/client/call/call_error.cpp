#include "client/call/call.hpp"
#include "client/call/shown_request.hpp"
#include "vocabulary/error_facts.hpp"

#include <useapi/secret.hpp>

#include <boost/asio/error.hpp>

#include <string>

// The parts of a call's error.

namespace useapi::detail {

namespace asio = boost::asio;

error call::lost_exchange(const http::exchange_outcome& outcome)
{
    const bool timed_out = outcome.code == errc::cancelled && !stopped();
    const error_code code = timed_out ? error_code(errc::attempt_timed_out) : outcome.code;
    if (outcome.sent)
        watch_.request_failed(code, now_);
    error lost(code, outcome.sent ? effect::unknown : effect::none);
    if (outcome.cause && outcome.code == errc::connection_lost && outcome.cause != asio::error::eof)
        lost.detail(outcome.cause.message());
    else if (outcome.exceeded_limit != 0)
        lost.detail("the limit is " + std::to_string(outcome.exceeded_limit) + " bytes");
    return lost;
}

void call::show_request(error& failed)
{
    std::string wire;
    std::string scratch;
    append_request(wire, scratch);
    error_access::change(failed).request = outline_of(wire, content_to_show(), secrets());
    wipe(wire);
    wipe(scratch);
}

} // namespace useapi::detail
