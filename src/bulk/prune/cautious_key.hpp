#ifndef USEAPI_SRC_BULK_PRUNE_CAUTIOUS_KEY_HPP
#define USEAPI_SRC_BULK_PRUNE_CAUTIOUS_KEY_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** A key that is equal for all spellings of an email that any service might take for one account. It ignores
    case, decodes percent-encoding, takes `+` and a blank as equal, and replaces characters beyond ASCII by a
    mark. Two accounts may share a key, so use it only to keep accounts, never to choose one. */
std::string cautious_key(std::string_view email);

} // namespace useapi::bulk

#endif
