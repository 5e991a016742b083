#ifndef USEAPI_SRC_BULK_RUN_ROW_CALL_HPP
#define USEAPI_SRC_BULK_RUN_ROW_CALL_HPP

#include "accounts/service/service_traits.hpp"
#include "bulk/run/run_world.hpp"

#include <useapi/client/client.hpp>
#include <useapi/runwayml/account.hpp>

#include <functional>
#include <memory>

namespace useapi::bulk {

/** Sends a row. If it may have been sent before, asks Runway for the account first.

    @param of              the service; null for Runway, the only one that can be asked
    @param attempt_failed  called for each failed attempt to send the row that another attempt follows
    @param done            called once, never inside this function. */
std::shared_ptr<run_world::running_call>
start_row_call(const client& client, const accounts::service_traits* of, const input_row& row,
               std::function<void(const error&)> attempt_failed, std::function<void(call_outcome)> done);

/** Whether the account at the service matches the row, as far as this can be known. The service does not show
    the password. But an account that logged in after the row was sent used the row's password. */
bool is_what_was_sent(const runwayml::account& found, const input_row& row);

} // namespace useapi::bulk

#endif
