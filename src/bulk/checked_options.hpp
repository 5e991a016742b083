#ifndef USEAPI_SRC_BULK_CHECKED_OPTIONS_HPP
#define USEAPI_SRC_BULK_CHECKED_OPTIONS_HPP

#include <useapi/bulk/import_options.hpp>

namespace useapi::bulk {

/** The options, after checking that each is in its range.
    @throws exception  `errc::invalid_argument`; names the option that is not */
[[nodiscard]] import_options checked_options(import_options options);

} // namespace useapi::bulk

#endif
