#ifndef USEAPI_SRC_CLI_IMPORT_SUMMARY_REPORT_HPP
#define USEAPI_SRC_CLI_IMPORT_SUMMARY_REPORT_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/import_summary.hpp>

namespace useapi::cli {

class console;

/** Tells the outcome of a run, and what to do next. */
void report_summary(console& out, const arguments& given, const bulk::import_summary& summary);

} // namespace useapi::cli

#endif
