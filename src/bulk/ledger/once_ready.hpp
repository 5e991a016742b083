#ifndef USEAPI_SRC_BULK_LEDGER_ONCE_READY_HPP
#define USEAPI_SRC_BULK_LEDGER_ONCE_READY_HPP

#include "bulk/ledger/ledger_outage.hpp"
#include "bulk/ledger/ledger_store.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace useapi::bulk {

/** Calls `work` with a ledger. If the server is not ready, calls it again and again, as long as a run would
    wait. A server that restarts cannot be reached at all for a moment: once it has said that it is not ready,
    that is waited for as well. Blocks, and does not change signals.

    @param tell  called with a message when the wait begins and when it ends; may be empty
    @throws useapi::exception  the exception of `work` */
template <class Function>
auto once_ready(const std::function<void(const std::string&)>& tell, Function work)
{
    using clock = std::chrono::steady_clock;
    const auto say = [&tell](const std::string& line) {
        if (tell)
            tell(line);
    };
    ledger_outage outage;
    for (;;) {
        try {
            auto done = work();
            if (const auto lasted = outage.on_success(clock::now()))
                say(text_of_return(*lasted));
            return done;
        } catch (const ledger_out_of_reach& lost) {
            const bool is_new = !outage.is_on();
            if (is_new && !dynamic_cast<const ledger_not_ready*>(&lost))
                throw;
            const std::string why = lost.reason().detail();
            const auto next = outage.on_failure(clock::now(), false);
            if (!next)
                throw ledger_out_of_reach(
                    error(errc::invalid_argument)
                        .detail(text_of_giving_up(why, *outage.on_success(clock::now()))));
            if (is_new)
                say(text_of_outage(why));
            std::this_thread::sleep_until(*next);
        }
    }
}

} // namespace useapi::bulk

#endif
