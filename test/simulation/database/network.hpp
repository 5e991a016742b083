#ifndef USEAPI_TEST_SIMULATION_DATABASE_NETWORK_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_NETWORK_HPP

#include "simulation/database/database_server.hpp"
#include "simulation/database/sim_threads.hpp"
#include "simulation/random_source.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::database_simulation {

/** How often the network fails. A probability is that of one connection, or of one pipeline. */
struct network_faults
{
    double refuses = 0;
    double breaks = 0;
    double is_slow = 0;
    std::chrono::milliseconds longest{}; ///< of a slow way
};

/** The answer to a pipeline. */
struct answer
{
    std::vector<sql_result> results;
    std::optional<machine::time_point> committed; ///< when the transaction began that it ended
};

/** The client's end of a connection. */
class client_end
{
public:
    client_end(machine& where, std::size_t which) : on(where), number(which) {}

    machine& on;
    const std::size_t number;
    std::shared_ptr<session> at; ///< null: never connected
    std::deque<answer> answers;
    machine::time_point quiet_at{}; ///< when the last answer arrives
    bool is_broken = false;         ///< nothing comes any more
    std::string last_words;         ///< the state that the server told as it ended the session
};

/** Between the machines and the server: it delays what is sent, and loses it. */
class network
{
public:
    struct listener
    {
        std::function<void(const std::string&)> counted;
        std::function<void(std::size_t, const std::string&)> on_event; ///< of a worker
        /** A worker learns that a transaction was committed, which began at that time. */
        std::function<void(std::size_t, machine::time_point)> on_committed;
    };

    network(sim_threads& threads, simulation::random_source& random, database_server& server, listener told);
    network(const network&) = delete;
    network& operator=(const network&) = delete;
    ~network();

    /** Of the history that runs. */
    static network& present() noexcept;

    void set_faults(const network_faults& faults) noexcept { faults_ = faults; }

    /** In a thread of the product: connects.
        @param why  why the link is broken */
    std::shared_ptr<client_end> connect(machine& where, std::string& why);

    /** In a thread of the product: what the server says to those that connect, after a while. */
    server_state ask(machine& where);

    void send(const std::shared_ptr<client_end>& on, std::vector<sql_statement> pipeline);

    /** In a thread of the product: waits for an answer.
        @return nothing if the link is broken */
    std::optional<std::vector<sql_result>> receive(client_end& on);

    /** The client closes its end. */
    void close(client_end& on);

    /** The links of a machine that died break.
        @param server_learns  whether the server learns of it before a time-out */
    void cut(const machine& where, bool server_learns);

private:
    std::chrono::milliseconds way(const simulation::chooser& choose, std::string_view what);
    void wait(const machine& where, std::chrono::milliseconds time);
    void break_after(const std::shared_ptr<client_end>& which, std::chrono::milliseconds time);

    sim_threads& threads_;
    simulation::random_source& random_;
    database_server& server_;
    const listener told_;
    network_faults faults_;
    std::vector<std::shared_ptr<client_end>> links_;
    std::size_t last_ = 0; ///< the number of the last link
};

} // namespace useapi::database_simulation

#endif
