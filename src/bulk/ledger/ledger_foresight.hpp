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

/** Foresees for each row what an import would do, from the present state of its ledger. Changes nothing.

    @throws useapi::exception  `errc::invalid_argument` from every function if the ledger cannot be read.
*/
class ledger_foresight
{
public:
    using step_listener = std::function<void(next_step)>;

    /** Rows of one profile that are settled and would be sent again. */
    class repetition
    {
    public:
        std::string profile;
        std::uint64_t rows = 0;  ///< 0 if no row was looked at
        bool is_certain = false; ///< the key has changed; if false, perhaps every row has changed

        /** One line with the reason and the number. */
        std::string text() const;
    };

    /** @param profiles  all profiles that rows may name
        @throws useapi::exception  also if the ledger belongs to another input or service */
    ledger_foresight(std::unique_ptr<ledger_reading> ledger, const ledger_purpose& purpose,
                     const std::vector<ledger_profile>& profiles);

    /** Takes a row. Many rows are looked up together, since each look-up may be a round trip to a database.

        @param then  called with what the import would do with the row, in the order of the rows; at the
                     latest by `look_at_rest` */
    void look_at(std::string_view profile, const account_row& row, step_listener then = {});

    /** Looks up the rows that are still waiting. */
    void look_at_rest();

    /** Whether the keys of all rows are unchanged: then `repetitions` stays empty. */
    bool is_key_known() const noexcept;

    /** The rows that are sent again because the key of their digests has changed. The key is made from the
        API token and the ledger's salt. */
    std::vector<repetition> repetitions() const;

    /** The rows of workers whose leases have not ended. */
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

/** How a ledger is opened for reading. */
enum class ledger_access
{
    shared,   ///< like `status`: an import may have it open
    untouched ///< neither the ledger nor a file beside it changes; refused if an import has it open
};

/** @return nothing if the ledger does not exist yet
    @throws useapi::exception  `errc::invalid_argument` if it cannot be read, or belongs to another run. */
std::optional<ledger_foresight> foresee(const import_options& options, const ledger_input& input,
                                        const std::vector<ledger_profile>& profiles, ledger_access how);

} // namespace useapi::bulk

#endif
