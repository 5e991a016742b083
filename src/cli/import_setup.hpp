#pragma once

#include "cli/arguments.hpp"

#include <useapi/bulk/import_options.hpp>

namespace useapi::cli {

/** What the command line says of an import; all else as the library has it. */
[[nodiscard]] bulk::import_options make_import_options(const arguments& all);

} // namespace useapi::cli
