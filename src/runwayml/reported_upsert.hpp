#ifndef USEAPI_SRC_RUNWAYML_REPORTED_UPSERT_HPP
#define USEAPI_SRC_RUNWAYML_REPORTED_UPSERT_HPP

#include "client/call/call.hpp"

#include <useapi/config.hpp>
#include <useapi/runwayml/operations.hpp>

#include <memory>

namespace useapi::runwayml::detail {

/** `async_upsert_account` for our own bulk layer, which reports attempts of successful calls as well.
    Exported for it. */
USEAPI_API void start_reported_upsert(const client& client, account_settings settings,
                                      std::shared_ptr<useapi::detail::call_report> report,
                                      handler<account> handler);

} // namespace useapi::runwayml::detail

#endif
