#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_STORE_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_STORE_HPP

#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/ledger/ledger_digest.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

/** A fingerprint of the input and of the tokens, on which the workers of one run must agree. It only tells
    whether two workers differ. */
class work_fingerprint
{
public:
    row_digest tokens{}; ///< the tokens of the profiles that rows name
    row_digest rows{};   ///< in the order of the input

    bool operator==(const work_fingerprint&) const = default;
};

/** The purpose for which a ledger is opened. */
class ledger_purpose
{
public:
    run_identity identity;
    std::uint64_t rows = 0;                  ///< of the input; 0 if it is not known
    resume_rules rules;                      ///< `run_began` is the store's to set
    std::chrono::milliseconds lease{30'000}; ///< of a shared ledger
    /** Makes further values to record with the run, by name, once its salt is known. May be empty. */
    std::function<std::map<std::string, std::string>(const ledger_salt&)> notes;

    /** Reads the input. Only for a shared ledger; empty if the input cannot be read twice. */
    std::function<work_fingerprint(const ledger_salt&)> fingerprint;

    /** Called when the ledger has to be waited for. May be empty. */
    std::function<void(const std::string&)> noticed;
};

/** A ledger could not be reached, but may be reached later: `commit` may be tried again with the same rows.
 */
class ledger_out_of_reach : public exception
{
public:
    using exception::exception;
};

/** The server of a ledger starts, stops, takes no writes, or lacks resources. A run waits for it, also before
    it begins. */
class ledger_not_ready : public ledger_out_of_reach
{
public:
    using ledger_out_of_reach::ledger_out_of_reach;
};

/** The store of a ledger. Its functions block; only one thread at a time may call them.

    @throws useapi::exception  `errc::invalid_argument` from every function if the ledger cannot be opened,
                               read or written; the message tells what to do. `commit` also throws
                               `ledger_out_of_reach`.
*/
class ledger_store
{
public:
    virtual ~ledger_store() = default;

    virtual const ledger_salt& salt() const noexcept = 0;

    /** Admits rows, then records outcomes, in one transaction that is on the disk when this returns: a row
        may be among both, if it was claimed but is not to be sent any more.
        @return the admissions, in the order of the claims. */
    virtual std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                          const std::vector<ledger_claim>& claims) = 0;

    /** Changes rows, in one transaction that is on the disk when this returns. It looks at every row, so use
        it only for rare changes. */
    virtual void change(const std::function<bool(const row_key&)>& which,
                        const std::function<ledger_row(ledger_row)>& how) = 0;

    /** The part of the input at which this worker begins, from 0 to below 1. Workers that begin at the same
        place would wait for each other. */
    virtual double first_place() const noexcept { return 0; }

    /** How long this worker keeps its rows after a commit; nothing if there can be no other worker. */
    virtual std::optional<std::chrono::milliseconds> lease() const noexcept { return std::nullopt; }

    /** How many leases of this worker its commits have found to be over. Rows that were admitted before the
        last of them may belong to another worker. */
    virtual std::uint64_t lost_leases() const noexcept { return 0; }
};

/** Whether a ledger is named by a URL that holds a password. */
bool holds_password(std::string_view where) noexcept;

/** Whether workers on many machines may have the ledger open at once: true for a database, false for a file.
 */
bool is_shared_ledger(std::string_view where) noexcept;

/** Opens a ledger, or makes one. Waits for a server that is not ready, for `ledger_outage::patience`.

    @param where  a file, or a `postgresql://` URL.
*/
std::unique_ptr<ledger_store> open_ledger(const std::string& where, const ledger_purpose& purpose);

} // namespace useapi::bulk

#endif
