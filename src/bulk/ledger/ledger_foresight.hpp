#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_FORESIGHT_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_FORESIGHT_HPP

#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/ledger_setup.hpp"

#include <useapi/bulk/account_row.hpp>
#include <useapi/bulk/import_options.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

/** Tells for each row what an import would do, by the present state of its ledger. Changes nothing.

    @throws useapi::exception  `errc::invalid_argument` from every function where the ledger cannot be read.
*/
class ledger_foresight
{
public:
    using step_listener = std::function<void(next_step)>;

    /** Rows that are settled and would be sent again, of one profile. */
    class repetition
    {
    public:
        std::string profile;
        std::uint64_t rows = 0;  ///< 0 if none was looked at
        bool is_certain = false; ///< the key is another one; else every row may have changed instead

        /** Why, and how many, in a line. */
        std::string text() const;
    };

    /** @param profiles  all that rows may name
        @throws useapi::exception  also where the ledger belongs to another input or service */
    ledger_foresight(std::unique_ptr<ledger_reading> ledger, const ledger_purpose& purpose,
                     const std::vector<ledger_profile>& profiles);

    /** Takes a row that is looked at for the first time. Many rows are looked at together, since each
       question may be a round trip to a database.

        @param then  told in the order of the rows what would become of it; by `look_at_rest` at the latest */
    void look_at(std::string_view profile, const account_row& row, step_listener then = {});

    /** Looks at the rows that wait to be looked at with others. */
    void look_at_rest();

    /** Whether every row has the key that it had: then `repetitions` stays empty, whatever is looked at. */
    bool is_key_known() const noexcept;

    /** The rows looked at that are sent again since the key of their digests is another one: it is made
        of the API token and the ledger's salt. */
    std::vector<repetition> repetitions() const;

    /** Rows that workers have now, whose leases are in force. */
    std::uint64_t rows_of_workers() const noexcept { return rows_of_workers_; }

private:
    enum class key_state
    {
        same,
        another,
        not_known
    };

    class known_profile
    {
    public:
        digest_key key;
        key_state state;
        std::uint64_t sent_again = 0;
    };

    class waiting_row
    {
    public:
        known_profile& profile;
        ledger_claim claim;
        step_listener then;
    };

    next_step step_of(waiting_row& row, const ledger_row* known) const;

    std::unique_ptr<ledger_reading> ledger_;
    resume_rules rules_;
    std::map<std::string, known_profile, std::less<>> profiles_;
    std::vector<waiting_row> waiting_;
    std::uint64_t rows_of_workers_ = 0;
    bool was_looked_at_ = false;
};

/** How a ledger is looked at. */
enum class ledger_access
{
    shared,   ///< as `status` does: an import may have it open
    untouched ///< neither it nor a file beside it changes; refused where an import has it open
};

/** @return nothing if the ledger is not there yet
    @throws useapi::exception  `errc::invalid_argument` where it cannot be read, or is another run's. */
std::optional<ledger_foresight> foresee(const import_options& options, const ledger_input& input,
                                        const std::vector<ledger_profile>& profiles, ledger_access how);

} // namespace useapi::bulk

#endif
