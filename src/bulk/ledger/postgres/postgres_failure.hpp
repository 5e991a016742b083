#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_FAILURE_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_FAILURE_HPP

#include <string_view>

namespace useapi::bulk::postgres {

/** The meaning of a failed statement for its ledger. */
enum class failure_kind
{
    conflict,  ///< the whole transaction succeeds if it is repeated
    held_up,   ///< another session holds a lock, or the statement took too long
    read_only, ///< the server takes no writes now; another one may, after a failover
    not_ready, ///< the server stops, starts, or lacks resources
    no_right,  ///< the role lacks a privilege
    lasting    ///< a repetition fails as well
};

/** @param state  SQLSTATE; its first two characters are the class.
    @see PostgreSQL documentation, appendix A */
failure_kind kind_of(std::string_view state) noexcept;

} // namespace useapi::bulk::postgres

#endif
