#ifndef USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_REAL_SESSION_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_REAL_SESSION_HPP

#include "simulation/database/session.hpp"

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace useapi::database_simulation {

/** A connection to a real server. */
using real_connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/** A session of a real server. Its answers have the form of the model's. */
class real_session
{
public:
    explicit real_session(const std::string& url);

    int process() const noexcept { return process_; }

    /** Sends statements up to a sync, as the product does. */
    void send(const std::vector<sql_statement>& pipeline);

    /** Takes what has arrived, without waiting. @return whether the answer to the pipeline is complete */
    bool take();

    /** The server has ended the session: asks why. */
    void ask_for_end();

    const std::vector<sql_result>& answer() const noexcept { return answer_; }

    /** The SQLSTATE with which the server ended the session; nothing: the session goes on. */
    const std::optional<std::string>& end() const noexcept { return end_; }

    PGTransactionStatusType transaction() const { return PQtransactionStatus(connection_.get()); }

    /** Closes the connection. The server may still work for it. */
    void close() noexcept { connection_.reset(); }

private:
    real_connection connection_;
    int process_;
    bool waits_ = false; ///< a pipeline was sent, and not answered yet
    std::vector<sql_result> answer_;
    std::optional<std::string> end_;
    std::string last_state_; ///< of a failed statement
};

enum class server_process
{
    answers, ///< it has answered, and waits for its client
    works,
    waits, ///< for a lock that another session has or waits for
    has_ended
};

/** A session that watches and controls the others. */
class observer
{
public:
    explicit observer(const std::string& url);

    server_process look_at(int process) const;

    void run(const std::string& statement) const;

private:
    std::string ask(const std::string& statement) const;

    real_connection connection_;
};

} // namespace useapi::database_simulation

#endif
