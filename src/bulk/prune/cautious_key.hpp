#ifndef USEAPI_SRC_BULK_PRUNE_CAUTIOUS_KEY_HPP
#define USEAPI_SRC_BULK_PRUNE_CAUTIOUS_KEY_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** The same for all spellings of an email that any service might take for one account: without case, with
    percent-encoding undone, `+` and a blank as one, and a mark in place of what is no ASCII. Two accounts may
    share a key: it serves to keep accounts, never to choose one. */
std::string cautious_key(std::string_view email);

} // namespace useapi::bulk

#endif
