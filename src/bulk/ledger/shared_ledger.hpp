#ifndef USEAPI_SRC_BULK_LEDGER_SHARED_LEDGER_HPP
#define USEAPI_SRC_BULK_LEDGER_SHARED_LEDGER_HPP

#include <string>
#include <vector>

namespace useapi::bulk {

/** The tables of a shared ledger, and the rights that a role needs to use them. */
class shared_tables
{
public:
    std::string ledger; ///< as messages call it
    std::string schema;
    std::vector<std::string> grants; ///< statements, with WORKER in place of the role
};

/** Makes the schema and the tables unless they exist. Does not lock existing tables.

    @param url  of a database, with a role that may create tables @throws useapi::exception
                `errc::invalid_argument` if that fails
*/
shared_tables make_shared_ledger(const std::string& url);

/** How the connection to a shared ledger is made. */
class shared_link
{
public:
    std::string ledger;    ///< as messages call it
    bool is_local = false; ///< through a socket of this machine
    std::string protocol;  ///< such as `TLSv1.3`; empty without TLS
    std::string sslmode;   ///< of libpq
};

/** Connects once. @throws useapi::exception `errc::invalid_argument` if that fails */
shared_link examine_shared_ledger(const std::string& url);

} // namespace useapi::bulk

#endif
