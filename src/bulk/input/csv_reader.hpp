#ifndef USEAPI_SRC_BULK_INPUT_CSV_READER_HPP
#define USEAPI_SRC_BULK_INPUT_CSV_READER_HPP

#include "bulk/input/row_builder.hpp"
#include "bulk/input/text/row_reader.hpp"

#include <memory>

namespace useapi::bulk {

/** Reads CSV with a header line. Fields are taken as they are, blanks at their ends included.

    @see RFC 4180
*/
std::unique_ptr<row_reader> make_csv_reader(row_rules rules = {});

} // namespace useapi::bulk

#endif
