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

/** An import from its options to its end. Its handle may go before its run does.

    Invariant: while it runs, the `io_context` holds it (`running_imports`) and it holds the run and the
   ledger. What they call back holds it weakly, so that nothing of a run is left once the `io_context` lets go
   of it.
*/
class import_state : public std::enable_shared_from_this<import_state>
{
public:
    using handler = boost::asio::any_completion_handler<void(import_summary)>;
    using clients_by_profile = std::map<std::string, client>;

    explicit import_state(import_options chosen);

    /** Reads the input from its beginning. @throws useapi::exception  where the file was changed meanwhile */
    void for_each_row(const std::function<void(const input_row&)>& take);

    void open_ledger(const clients_by_profile& clients);

    /** Once only. */
    void start(clients_by_profile clients, handler done);

    /** The `io_context` is being destroyed: lets go of all that is bound to it. */
    void abandon();

    /** Null before the run and after it. */
    const std::shared_ptr<import_run>& run() const noexcept { return run_; }

    progress snapshot() const;

    const import_options options;
    input_file file;
    std::optional<results_writer> results;
    duplicates seen;
    std::optional<check_report> checked;
    std::shared_ptr<import_plan> plan;       ///< where only what it would change is sent
    std::shared_ptr<const import_plan> held; ///< where what the service does not hold is sent
    chosen_feed::chooser is_chosen;          ///< where rows of some accounts alone are sent
    std::uint64_t chosen_rows = 0;
    std::unique_ptr<ledger_store> store; ///< opened, and not yet before the rows
    bool stop_was_asked = false;         ///< before there was a run

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
    std::optional<boost::asio::any_completion_executor> executor_; ///< of the handler, kept at work
    std::shared_ptr<ledger_feed> ledger_;
    std::string ledger_failure_;
    std::shared_ptr<import_run> run_;
    import_summary summary_; ///< of a run that ended, while the ledger records the last of it
    progress last_;          ///< of a run that ended
};

} // namespace useapi::bulk::detail

#endif
