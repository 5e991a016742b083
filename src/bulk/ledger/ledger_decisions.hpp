#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_DECISIONS_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_DECISIONS_HPP

#include "bulk/ledger/ledger_row.hpp"

#include <useapi/bulk/row_result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::bulk {

/** A row of the input, as a question to the ledger. */
class ledger_claim
{
public:
    ledger_claim(row_key which, row_digest what, std::uint64_t where)
        : key(std::move(which)), digest(what), line(where)
    {
    }

    row_key key;
    row_digest digest;
    std::uint64_t line;
    bool is_gone = false;   ///< this run asked the service, and it does not hold the account
    bool only_look = false; ///< the row is only looked up, and never recorded as sent
    bool was_begun = false; ///< a call for the row may have had an effect, in this run or in an earlier one

    /** The time by the service's clock, which also tells when an account logged in; unset before the first
        answer. */
    std::optional<wall_time> service_time;
};

/** The next step for a row of the input. */
enum class next_step
{
    send,      ///< it is recorded as sent, and may be sent
    ask_first, ///< the same, but the service is first asked whether it has the account
    keep,      ///< nothing to do: the recorded outcome is final
    wait       ///< another worker has it
};

class admission
{
public:
    explicit admission(next_step what) : step(what) {}

    admission(next_step what, ledger_row row) : step(what), known(std::move(row)) {}

    next_step step;
    ledger_row known; ///< the row as it was before; not used for `wait`
};

/** The outcome of a row that was admitted. */
class ledger_outcome
{
public:
    /** The row was not sent after all. */
    explicit ledger_outcome(row_key which) : key(std::move(which)) {}

    ledger_outcome(row_key which, row_result what) : key(std::move(which)), result(std::move(what)) {}

    row_key key;
    std::optional<row_result> result;
};

class resume_rules
{
public:
    bool verify = false;         ///< ask the service about rows that may have been sent
    bool retry_rejected = false; ///< send refused rows again
    bool may_repeat = true;      ///< a row that may have been sent may be sent once more
    wall_time run_began{};       ///< outcomes after this time are of this run
};

// These functions make all decisions of a ledger. Stores only read and write rows.

/** Whether the service may have the row, though no call was answered that says so. */
bool may_be_there(const ledger_row& row) noexcept;

/** @param known  null if the ledger has no such row. */
next_step decide(const ledger_row* known, const ledger_claim& claim, const resume_rules& rules);

/** The row as it is recorded before its first byte leaves. */
ledger_row mark_sent(const ledger_row* known, const ledger_claim& claim, wall_time now);

/** The row as it is recorded once its outcome is known. */
ledger_row mark_outcome(ledger_row known, const ledger_outcome& outcome, wall_time now);

/** The row as it is recorded before its account is deleted. */
ledger_row mark_deleted(ledger_row known);

/** The row as it is recorded if its account was not deleted after all. */
ledger_row mark_kept(ledger_row known);

/** The recorded result of a row that is kept. */
row_result result_of(const ledger_row& row, std::uint64_t line, std::string email);

/** Which run a ledger belongs to. */
class run_identity
{
public:
    std::string input;       ///< the absolute path, or `-`
    std::string first_email; ///< the first email of the input; empty if it cannot be read twice
    std::string base_url;    ///< of the default profile
    std::map<std::string, std::string> other_base_urls; ///< of the other profiles, by name
};

/** The run that a ledger has recorded in these values. */
run_identity identity_of(const std::map<std::string, std::string>& values);

/** The name of the value for the base URL of a profile other than the default one. */
std::string name_of_base_url(const std::string& profile);

/** Why a ledger does not belong to this run; nothing if it does. Two inputs are the same if their paths are
    equal. They are also the same, because a file may be moved, if their names and first accounts are equal.
    */
std::optional<std::string> difference(const run_identity& recorded, const run_identity& given);

/** Why a profile of this run has other accounts than the ledger; nothing if all profiles have the same. */
std::optional<std::string> difference_of_profiles(const run_identity& recorded, const run_identity& given);

} // namespace useapi::bulk

#endif
