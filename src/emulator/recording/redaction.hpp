#ifndef USEAPI_SRC_EMULATOR_RECORDING_REDACTION_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_REDACTION_HPP

#include "emulator/recording/exchange.hpp"
#include "emulator/recording/placeholders.hpp"

namespace useapi::emulator {

/** The exchange without secrets: everything that is not known to be public is replaced by a placeholder, or
    left out. So a member, a header field or a service that is newer than the rules gives no secret away.

    What is kept:
    - methods, and segments of paths, that are known;
    - the media type, and known fields of answers if they are dates or counts;
    - the names of known members; in answers also other names of letters, underscores and blanks only;
    - true, false and null;
    - numbers of known members, and texts of known members if they have the form of the member;
    - the service's own words in its sentences.

    An email becomes another email. Any other text becomes a text without a meaning. A body that is neither
    JSON nor a form is read as a sentence. A page of HTML becomes an empty page.
*/
[[nodiscard]] exchange without_secrets(const exchange& seen, placeholders& names);

} // namespace useapi::emulator

#endif
