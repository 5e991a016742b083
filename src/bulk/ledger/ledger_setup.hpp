#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_SETUP_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_SETUP_HPP

#include "bulk/ledger/ledger_feed.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/secret.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The subscription of a profile, on which its ledger depends: the service of its accounts, and the token of
    its calls. */
class ledger_profile
{
public:
    ledger_profile(std::string whose, std::string url, secret with)
        : name(std::move(whose)), base_url(std::move(url)), token(std::move(with))
    {
    }

    std::string name; ///< empty: the default one
    std::string base_url;
    secret token;
    bool is_named = true; ///< whether rows of the input name it; true if not known
};

/** The part of an input that its ledger depends on. */
class ledger_input
{
public:
    std::string first_email; ///< empty if it is not known before it is sent
    std::uint64_t rows = 0;  ///< 0 if it is not known
    /** Reads the input from its beginning; empty if it cannot be read twice. */
    std::function<void(const std::function<void(const input_row&)>&)> for_each_row;
};

/** The name under which a ledger records the input. A pipe, such as `<(...)`, has another name each time, so
    it is recorded as `-`, like standard input. */
std::string recorded_name_of(const std::string& input);

/** The purpose for which the ledger of an import is opened. `input` and `profiles` must outlive it: a ledger
    that workers share reads the input while it is opened.

    @param profiles  the default one first. */
ledger_purpose purpose_of(const import_options& options, const ledger_input& input,
                          const std::vector<ledger_profile>& profiles);

/** The name of the run's value for the mark of a profile's digest key. */
std::string name_of_mark(const std::string& profile);

/** Puts a ledger before the rows of its import.

    @param failed   called once with a message when the ledger can no longer be written.
    @param noticed  called with a message when the ledger gets out of reach, and when it is back.
*/
std::shared_ptr<ledger_feed> make_ledger_feed(boost::asio::io_context& context, const import_options& options,
                                              std::unique_ptr<ledger_store> store,
                                              const std::vector<ledger_profile>& profiles,
                                              std::unique_ptr<lane_feed> rows,
                                              std::function<void(std::string)> failed,
                                              std::function<void(std::string)> noticed);

} // namespace useapi::bulk

#endif
