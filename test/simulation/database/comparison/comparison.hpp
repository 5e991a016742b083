#ifndef USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_COMPARISON_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_COMPARISON_HPP

#include "simulation/database/comparison/product_transactions.hpp"
#include "simulation/database/comparison/real_session.hpp"
#include "simulation/database/database_server.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace useapi::database_simulation {

/** The server and its model do not do the same. */
class difference : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/** A session of the server, and the same one of the model. */
struct twin
{
    twin(std::size_t which, const std::string& url, database_server& server);

    const std::size_t number;
    real_session real;
    const std::shared_ptr<session> model;
    std::vector<sql_statement> sent; ///< and not answered yet
    std::optional<std::vector<sql_result>> model_answer;
    std::optional<std::string> model_end;
    server_process seen = server_process::answers;
    transaction_plan plan;
    bool has_client = true;
    bool has_to_end = false; ///< the server ends it
    bool has_limits = false; ///< of time for locks or statements

    bool model_waits() const { return !sent.empty() && !model_answer && !model_end; }
};

/** One history: up to three sessions at a time, which send the statements of the product. After each step
   both sides must have said the same, and the same sessions must wait. */
class comparison
{
public:
    /** @param url  an empty database, or one that an earlier comparison has used */
    comparison(const std::string& url, std::uint64_t seed);

    /** @throws difference */
    void run();

    /** What was sent and said so far. */
    const std::string& log() const noexcept { return log_; }

private:
    void step();
    void wait_for_each_other();
    twin& add_session();
    void send(twin& to, std::vector<sql_statement> pipeline);
    std::vector<sql_statement> next_pipeline(twin& of);
    void break_off(twin& one);
    void end_by_server(twin& one);
    void stay_idle(twin& one);
    void take_no_writes(twin& one);
    void go_on();
    void settle();
    bool time_matters() const;
    bool has_settled(twin& one);
    void compare();
    void take_up_answer(twin& one);
    twin* second_that_waits_for_the_same();
    bool is_in_circle(const twin& one) const;
    std::string model_says(const twin& one) const;
    std::string server_says(const twin& one) const;

    const std::string url_;
    simulation::random_source random_;
    simulation::random_source model_random_;
    const simulation::chooser choose_;
    observer observer_;
    testing::virtual_clock clock_;
    database_server model_;
    product_transactions transactions_;
    std::vector<std::unique_ptr<twin>> twins_;
    std::size_t sessions_ = 0;
    bool is_undecided_ = false; ///< each side has chosen another session to end a deadlock
    std::string unknown_statement_;
    std::string log_;
};

} // namespace useapi::database_simulation

#endif
