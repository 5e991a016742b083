#ifndef USEAPI_SRC_RUNWAYML_ORDINARY_ACCOUNT_HPP
#define USEAPI_SRC_RUNWAYML_ORDINARY_ACCOUNT_HPP

#include <useapi/runwayml/account.hpp>

#include <string_view>

namespace useapi::runwayml {

/** Reads an account in the service's usual form in one pass. The only copy of a secret is the one that is
    kept: there is no document to wipe.
    @return False if the text has another form: a member of another type, one that occurs twice, an escape in
            a value that is read, an error, or no JSON at all. Such a text is not refused: `parse_account`
            reads it. `out` is unchanged then. */
bool read_ordinary_account(std::string_view text, std::string_view email, account& out);

} // namespace useapi::runwayml

#endif
