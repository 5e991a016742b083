#ifndef USEAPI_SRC_EMULATOR_RECORDING_REDACTION_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_REDACTION_HPP

#include "emulator/recording/exchange.hpp"
#include "emulator/recording/placeholders.hpp"

namespace useapi::emulator {

/** The exchange without secrets: what is not known to be public is replaced by a placeholder, or left out.
    So a member, a header field or a service that is newer than the rules gives no secret away.

    These are kept: methods and segments of paths that are known; the media type, and fields of answers that
    are known and have the form of a date or a count; names of members that are known, and in answers those of
    letters alone; true, false and null; numbers and texts of members that are known, in the form that they
    are known for; the service's own words in its sentences. An email becomes another email, and everything
    else a text without a meaning. A body that is neither JSON nor a form is read as a sentence, and a page of
    HTML becomes an empty page.
*/
[[nodiscard]] exchange without_secrets(const exchange& seen, placeholders& names);

} // namespace useapi::emulator

#endif
