#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_STORE_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_STORE_HPP

#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/ledger/ledger_digest.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

/** The input and the tokens on which the workers of one run must agree. It tells that
    two of them differ, and nothing else. */
class work_fingerprint
{
public:
    row_digest tokens{}; ///< of the profiles that rows name
    row_digest rows{};   ///< in the order of the input

    bool operator==(const work_fingerprint&) const = default;
};

/** The purpose for which a ledger is opened. */
class ledger_purpose
{
public:
    run_identity identity;                    ///< with the base URL of the default profile
    std::vector<run_identity> other_profiles; ///< their `input` is the profile's name
    std::uint64_t rows = 0;                   ///< of the input; 0 if it is not known
    resume_rules rules;                       ///< `run_began` is the store's to set
    std::chrono::milliseconds lease{30'000};  ///< of a shared ledger
    /** Makes further values to keep with the run, by name; its salt is known by then. May be empty. */
    std::function<std::map<std::string, std::string>(const ledger_salt&)> notes;

    /** Reads the input; of a shared ledger, and empty if the input cannot be read twice. */
    std::function<work_fingerprint(const ledger_salt&)> fingerprint;

    /** Is told that the ledger is waited for. May be empty. */
    std::function<void(const std::string&)> noticed;
};

/** A ledger could not be reached, and may be later: `commit` may be tried again with the same rows. */
class ledger_out_of_reach : public exception
{
public:
    using exception::exception;
};

/** The server of a ledger starts, stops, takes no writes, or lacks resources: it is waited for, also before a
    run. */
class ledger_not_ready : public ledger_out_of_reach
{
public:
    using ledger_out_of_reach::ledger_out_of_reach;
};

/** The store of a ledger. Blocks; for one thread at a time.

    @throws useapi::exception  `errc::invalid_argument` from every function: where the ledger cannot be
                               opened, read or written, with what to do about it. From `commit` also
                               `ledger_out_of_reach`.
*/
class ledger_store
{
public:
    virtual ~ledger_store() = default;

    virtual const ledger_salt& salt() const noexcept = 0;

    /** Admits rows, then records outcomes, in one transaction that is on the disk when this returns: a row
       that was asked about and, by now, is not to be sent may be among both.
        @return the admissions, in the order of the claims. */
    virtual std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                          const std::vector<ledger_claim>& claims) = 0;

    /** Changes rows, in one transaction that is on the disk when this returns. Looks at every row: for what
       is rare. */
    virtual void change(const std::function<bool(const row_key&)>& which,
                        const std::function<ledger_row(ledger_row)>& how) = 0;

    /** The part of the input after which this worker begins, from 0 to below 1: workers that begin at one
       place wait for each other. */
    virtual double first_place() const noexcept { return 0; }

    /** For how long rows are this worker's after a commit; nothing if no other one can have them. */
    virtual std::optional<std::chrono::milliseconds> lease() const noexcept { return std::nullopt; }
};

/** Whether a ledger is named by a URL that holds a password. */
bool holds_password(std::string_view where) noexcept;

/** Whether workers on many machines may have it open at once, as a database and no file can. */
bool is_shared_ledger(std::string_view where) noexcept;

/** Opens a ledger, or makes one. Waits for a server that is not ready, for `ledger_outage::patience`.

    @param where  a file, or a `postgresql://` URL.
*/
std::unique_ptr<ledger_store> open_ledger(const std::string& where, const ledger_purpose& purpose);

} // namespace useapi::bulk

#endif
