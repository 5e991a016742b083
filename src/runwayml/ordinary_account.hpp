#ifndef USEAPI_SRC_RUNWAYML_ORDINARY_ACCOUNT_HPP
#define USEAPI_SRC_RUNWAYML_ORDINARY_ACCOUNT_HPP

#include <useapi/runwayml/account.hpp>

#include <string_view>

namespace useapi::runwayml {

/** Reads an account in the form in which the service puts it, in one pass and with no copy of a secret but
   the one that is kept: no document is built that would have to be wiped.

    @return False if the text has another form: a member of another type, one that occurs twice, an escape
   in a value that counts, an error, or no JSON at all. It is not refused by that; `parse_account` reads what
   it means. `out` is left as it was then. */
bool read_ordinary_account(std::string_view text, std::string_view email, account& out);

} // namespace useapi::runwayml

#endif
