#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_MISSING_PLACES_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_MISSING_PLACES_HPP

#include "bulk/ledger/ledger_foresight.hpp"
#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/check_report.hpp>

#include <optional>

namespace useapi::cli {

class console;
class import_session;
class import_setup;

/** Warns, before anything is sent, where a subscription has fewer free places than the rows need that are
   about to be sent. Asks the service for the subscription of each profile that rows name, once and for a
   short time, and for its accounts only where there are more rows than free places. A service that cannot be
   asked is told in a line: --account-limit stays the only answer then.
    @param found      what checking the input found
    @param foresight  what the ledger passes over; may be empty */
void warn_of_missing_places(import_session& run, const import_setup& setup, const import_arguments& given,
                            const bulk::check_report& found, std::optional<bulk::ledger_foresight>& foresight,
                            const console& out);

} // namespace useapi::cli

#endif
