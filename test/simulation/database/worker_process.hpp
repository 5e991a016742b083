#ifndef USEAPI_TEST_SIMULATION_DATABASE_WORKER_PROCESS_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_WORKER_PROCESS_HPP

#include "bulk/ledger/ledger_feed.hpp"
#include "bulk/run/import_run.hpp"
#include "simulation/database/sim_threads.hpp"
#include "simulation/random_source.hpp"

#include <useapi/bulk/import_summary.hpp>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace useapi::simulation {
class model_account;
}

namespace useapi::database_simulation {

class history;
struct round_plan;

/** A process on a machine of its own that imports: the ledger, its writer, the feeds and the run of the
    product, and the service as a model. */
class worker_process
{
public:
    worker_process(history& owner, const round_plan& plan, std::size_t number);
    worker_process(const worker_process&) = delete;
    worker_process& operator=(const worker_process&) = delete;
    ~worker_process();

    /** From the driver: begins its main thread. */
    void start();

    /** From the driver: like Ctrl-C, once or twice. */
    void stop(bool cuts);

    /** From the driver: ends it at once. */
    void die();

    bool is_over() const noexcept { return is_over_ || machine_.is_dead(); }

    std::size_t number() const noexcept { return machine_.number(); }

    database_simulation::machine& machine() noexcept { return machine_; }

    const database_simulation::machine& machine() const noexcept { return machine_; }

    /** The salt of its ledger, as the database has it; empty before it is open. */
    const std::string& salt() const noexcept { return salt_; }

    /** When the last transaction began of which it knows that it was committed. */
    machine::time_point committed_at() const noexcept { return committed_at_; }

    void note_commit(machine::time_point began) noexcept { committed_at_ = began; }

    bool retries_rejected() const noexcept { return options_.retry_rejected(); }

    /** Whether it ended in order, and told the database so. */
    bool left_in_order() const noexcept { return left_in_order_; }

private:
    class world;

    void live();
    bool open();
    void begin();
    void note_digests();
    std::unique_ptr<bulk::lane_feed> make_rows();
    void on_result(const bulk::row_result& row);
    void on_ledger_failed(const std::string& why);
    void check_message(const std::string& why);
    void check_end();
    void tell(const std::string& what);

    history& history_;
    const std::unique_ptr<const round_plan> plan_;
    database_simulation::machine machine_;
    const bulk::import_options options_;
    std::optional<boost::asio::io_context> context_;
    std::unique_ptr<bulk::ledger_store> store_;
    std::shared_ptr<bulk::ledger_feed> feed_;
    std::shared_ptr<bulk::import_run> run_;
    std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
    std::map<std::string, bulk::row_result> results_;
    std::optional<bulk::import_summary> summary_;
    std::string ledger_failure_;
    std::string salt_;
    machine::time_point committed_at_{};
    bool was_answered_ = false;
    bool was_stopped_ = false;
    bool left_in_order_ = false;
    bool is_over_ = false;
};

} // namespace useapi::database_simulation

#endif
