#ifndef USEAPI_SRC_BULK_INPUT_NDJSON_READER_HPP
#define USEAPI_SRC_BULK_INPUT_NDJSON_READER_HPP

#include "bulk/input/row_builder.hpp"
#include "bulk/input/text/row_reader.hpp"

#include <memory>

namespace useapi::bulk {

/** Reads one JSON object on each line and skips empty lines. An unknown member is a problem, because the
    value of a misspelt name would be lost unnoticed. */
std::unique_ptr<row_reader> make_ndjson_reader(row_rules rules = {});

} // namespace useapi::bulk

#endif
