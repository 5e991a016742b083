#ifndef USEAPI_SRC_BULK_IMPORT_STATE_HPP
#define USEAPI_SRC_BULK_IMPORT_STATE_HPP

#include "bulk/feed/chosen_feed.hpp"
#include "bulk/feed/lane_feed.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/input_file.hpp"
#include "bulk/ledger/ledger_feed.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/run/import_run.hpp"
#include "bulk/run/results_writer.hpp"

#include <useapi/bulk/check_report.hpp>
#include <useapi/bulk/import_options.hpp>
#include <useapi/bulk/import_plan.hpp>
#include <useapi/bulk/import_summary.hpp>
#include <useapi/bulk/progress.hpp>
#include <useapi/bulk/row_result.hpp>
#include <useapi/client/client.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace useapi::bulk::detail {

/** An import from its options to its end. Its handle may be destroyed before the run ends.

    Invariant: while it runs, the `io_context` holds this object (`running_imports`), and this object holds
    the run and the ledger. Their callbacks hold it weakly, so nothing of a run remains once the `io_context`
    releases it.
*/
class import_state : public std::enable_shared_from_this<import_state>
{
public:
    using handler = boost::asio::any_completion_handler<void(import_summary)>;
    using clients_by_profile = std::map<std::string, client>;

    explicit import_state(import_options chosen);

    /** Reads the input from its beginning.
        @throws useapi::exception  if the file was changed meanwhile */
    void for_each_row(const std::function<void(const input_row&)>& take);

    void open_ledger(const clients_by_profile& clients);

    /** Once only. */
    void start(clients_by_profile clients, handler done);

    /** The `io_context` is being destroyed: releases everything that uses it. */
    void abandon();

    /** Null before the run and after it. */
    const std::shared_ptr<import_run>& run() const noexcept { return run_; }

    progress snapshot() const;

    const import_options options;
    input_file file;
    std::optional<results_writer> results;
    duplicates seen;
    std::optional<check_report> checked;
    std::shared_ptr<import_plan> plan; ///< set if only rows that it would change are sent
    std::shared_ptr<const import_plan>
        held;                       ///< set if rows whose accounts the service does not hold are sent
    chosen_feed::chooser is_chosen; ///< set if only rows of chosen accounts are sent
    std::uint64_t chosen_rows = 0;
    std::unique_ptr<ledger_store> store; ///< opened, but not yet in use
    bool stop_was_asked = false;         ///< `stop` was called before the run

private:
    void refuse_same_subscription(const clients_by_profile& clients) const;
    void refuse_clients(const clients_by_profile& clients) const;
    std::optional<std::uint64_t> checked_rows() const;
    std::optional<std::uint64_t> total() const;
    std::shared_ptr<row_feed> make_feed(const clients_by_profile& clients);
    void put_ledger_before(std::unique_ptr<lane_feed> rows, const clients_by_profile& clients);
    void make_run(clients_by_profile clients);
    void begin();
    bool report(const row_result& row);
    void on_run_ended(import_summary ended);
    void on_ledger_failed(std::string why);
    void complete();

    bool was_started_ = false;
    boost::asio::io_context* context_ = nullptr; ///< of the run
    std::optional<handler> handler_;             ///< optional, since Asio 1.26 cannot assign one
    std::optional<boost::asio::any_completion_executor> executor_; ///< of the handler, with outstanding work
    std::shared_ptr<ledger_feed> ledger_;
    std::string ledger_failure_;
    std::shared_ptr<import_run> run_;
    import_summary summary_; ///< of a run that ended, while the ledger records the last outcomes
    progress last_;          ///< of a run that ended
};

} // namespace useapi::bulk::detail

#endif
