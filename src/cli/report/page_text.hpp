#ifndef USEAPI_SRC_CLI_REPORT_PAGE_TEXT_HPP
#define USEAPI_SRC_CLI_REPORT_PAGE_TEXT_HPP

#include "bulk/ledger/ledger_row.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Texts, numbers and times in the form of an HTML page.

namespace useapi::cli::page {

std::string escaped(std::string_view text);

/** A number with a thin space between thousands. */
std::string grouped(std::uint64_t number);

std::string one_decimal(double value);

/** `3.6 s` */
std::string duration(std::chrono::milliseconds time);

/** `10:04:40` */
std::string clock_time(bulk::wall_time time);

/** `2026-11-24 10:04:40 UTC` */
std::string date_and_time(bulk::wall_time time);

} // namespace useapi::cli::page

#endif
