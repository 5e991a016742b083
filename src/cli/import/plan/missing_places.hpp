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

/** Warns, before anything is sent, if a subscription has fewer free places than the rows need. Asks the
    service for the subscription of each profile that rows name, once and for a short time. Asks for the
    accounts only if there are more rows than free places. If the service does not answer, one line says so:
    then only --account-limit can find rows without a place.
    @param found      what checking the input found
    @param foresight  the rows that the ledger skips; may be empty */
void warn_of_missing_places(import_session& run, const import_setup& setup, const import_arguments& given,
                            const bulk::check_report& found, std::optional<bulk::ledger_foresight>& foresight,
                            const console& out);

} // namespace useapi::cli

#endif
