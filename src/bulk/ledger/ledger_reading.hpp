#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_READING_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_READING_HPP

#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/ledger_row.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace useapi::bulk {

/** A process that works on a shared ledger. */
class ledger_worker
{
public:
    std::string name;
    std::uint64_t rows = 0; ///< the rows that it has now
    std::chrono::milliseconds lease_left{};
};

/** The run of a ledger as a whole. */
class ledger_run
{
public:
    std::string input;
    std::string base_url;
    std::uint64_t rows = 0; ///< the rows of the input; 0 if not known
    wall_time now{};        ///< by the ledger's clock
    std::vector<ledger_worker> workers;
    bool is_running = false; ///< an import has it open
    ledger_salt salt{};
    std::map<std::string, std::string> values; ///< all recorded values of the run, by name
};

/** A ledger that is open for reading; an import may write to it meanwhile. Changes nothing.

    @throws useapi::exception  `errc::invalid_argument` from every function if it cannot be read.
*/
class ledger_reading
{
public:
    virtual ~ledger_reading() = default;

    virtual ledger_run run() = 0;

    /** Every account, in the order of profile and email. */
    virtual void for_each(const std::function<void(const ledger_row&)>& take) = 0;

    /** The rows with these keys, in one query. */
    virtual std::map<row_key, ledger_row> find(const std::vector<row_key>& keys) = 0;
};

/** @param where the same as for `open_ledger`. */
std::unique_ptr<ledger_reading> read_ledger(const std::string& where);

/** Opens a ledger for reading. Null if the file does not exist, or if it is not certainly a ledger. */
std::unique_ptr<ledger_reading> read_ledger_if_any(const std::string& where);

/** Reads a copy of a file, so that neither the ledger nor a file beside it changes. A database is read
    directly.

    @throws useapi::exception  also if an import has the file open and may be changing it. */
std::unique_ptr<ledger_reading> read_untouched_ledger(const std::string& where);

} // namespace useapi::bulk

#endif
