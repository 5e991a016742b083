#ifndef USEAPI_SRC_BULK_INPUT_NDJSON_READER_HPP
#define USEAPI_SRC_BULK_INPUT_NDJSON_READER_HPP

#include "bulk/input/row.hpp"
#include "bulk/input/row_builder.hpp"

#include <memory>

namespace useapi::bulk {

/** Reads one JSON object a line; empty lines are passed over. A member that is not known is a problem, since
    a misspelt name would lose its value without a word. */
std::unique_ptr<row_reader> make_ndjson_reader(row_rules rules = {});

} // namespace useapi::bulk

#endif
