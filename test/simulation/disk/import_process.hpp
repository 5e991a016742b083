#ifndef USEAPI_TEST_SIMULATION_DISK_IMPORT_PROCESS_HPP
#define USEAPI_TEST_SIMULATION_DISK_IMPORT_PROCESS_HPP

#include "bulk/ledger/ledger_feed.hpp"
#include "bulk/run/import_run.hpp"
#include "simulation/disk/gated_store.hpp"
#include "simulation/disk/history.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace useapi::disk_simulation {

/** A process that opens the ledger and imports: the run, the feeds, the writer and the ledger of the product,
    and the service as a model. */
class import_process
{
public:
    import_process(history& owner, const run_plan& plan);
    import_process(const import_process&) = delete;
    import_process& operator=(const import_process&) = delete;
    ~import_process();

    /** Runs until the import ends or the process dies, and checks what it said. */
    void run();

private:
    class world;

    bool open();
    std::unique_ptr<bulk::ledger_writer> make_writer();
    void make_feed();
    void begin();
    void go();
    bool dies_or_stops(std::uint64_t step);
    bool step();
    simulation::call_kind kind_of_call(model_account& account, const simulation::chooser& choose) const;
    void on_result(const bulk::row_result& row);
    void on_ledger_failed(const std::string& why);
    void check_message(const std::string& why);
    void check_call(model_account& account, const bulk::input_row& row);
    void check_end();

    simulation::chooser choose() { return history_.random().about({"run", plan_.number}); }

    history& history_;
    const run_plan plan_;
    const bulk::import_options options_;
    boost::asio::io_context context_{1};
    writer_turns turns_;
    std::unique_ptr<bulk::ledger_store> store_;
    bulk::ledger_writer* writer_ = nullptr; ///< of the feed
    std::shared_ptr<bulk::ledger_feed> feed_;
    std::shared_ptr<bulk::import_run> run_;
    std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
    std::map<std::string, bulk::row_result> results_;
    std::optional<bulk::import_summary> summary_;
    std::string ledger_failure_;
    bool was_answered_ = false;
    bool has_work_ = false; ///< for the ledger's writer
    bool finished_ = false;
    unsigned idle_ = 0; ///< turns without anything to do, one after the other
};

} // namespace useapi::disk_simulation

#endif
