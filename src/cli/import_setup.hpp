#pragma once

#include "cli/arguments.hpp"

#include <useapi/bulk/import_options.hpp>

#include <string_view>
#include <useapi/client/client_options.hpp>

namespace useapi::cli {

class console;

/** What the command line says of an import; all else as the library has it. */
[[nodiscard]] bulk::import_options make_import_options(const arguments& all);

/** What an import's client is made from. */
[[nodiscard]] client_options make_bulk_client_options(const arguments& given, secret token,
                                                      const bulk::import_options& bulk, const console& out);

/** @throws usage_error  where a ledger's URL holds a password */
void refuse_password(std::string_view ledger);

} // namespace useapi::cli
