#include "simulation/database/comparison/real_session.hpp"

#include <stdexcept>

namespace useapi::database_simulation {
namespace {

using real_result = std::unique_ptr<PGresult, decltype(&PQclear)>;

real_connection connect(const std::string& url)
{
    real_connection made(PQconnectdb(url.c_str()), PQfinish);
    if (PQstatus(made.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(made.get()));
    PQsetNoticeProcessor(made.get(), [](void*, const char*) {}, nullptr);
    return made;
}

sql_result converted(const PGresult* from)
{
    sql_result made;
    made.is_skipped = PQresultStatus(from) == PGRES_PIPELINE_ABORTED;
    made.has_rows = PQresultStatus(from) == PGRES_TUPLES_OK;
    if (PQresultStatus(from) == PGRES_FATAL_ERROR) {
        const char* const state = PQresultErrorField(from, PG_DIAG_SQLSTATE);
        made.state = state ? state : "no state";
        made.message = PQresultErrorMessage(from);
    }
    for (int row = 0; row < PQntuples(from); ++row) {
        values& next = made.rows.emplace_back();
        for (int column = 0; column < PQnfields(from); ++column)
            next.push_back(PQgetisnull(from, row, column) != 0 ? std::nullopt
                                                               : value(PQgetvalue(from, row, column)));
    }
    return made;
}

} // namespace

real_session::real_session(const std::string& url)
    : connection_(connect(url)), process_(PQbackendPID(connection_.get()))
{
}

void real_session::send(const std::vector<sql_statement>& pipeline)
{
    PGconn* const on = connection_.get();
    answer_.clear();
    PQenterPipelineMode(on);
    for (const sql_statement& each : pipeline) {
        std::vector<const char*> texts;
        for (const value& parameter : each.parameters)
            texts.push_back(parameter ? parameter->c_str() : nullptr);
        PQsendQueryParams(on, each.text.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(),
                          nullptr, nullptr, 0);
    }
    PQpipelineSync(on);
    waits_ = true;
}

bool real_session::take()
{
    PGconn* const on = connection_.get();
    if (waits_)
        PQconsumeInput(on);
    while (waits_ && PQisBusy(on) == 0) {
        const real_result next(PQgetResult(on), PQclear);
        if (next && PQresultStatus(next.get()) == PGRES_PIPELINE_SYNC) {
            PQexitPipelineMode(on);
            waits_ = false;
        } else if (next) {
            answer_.push_back(converted(next.get()));
            if (!answer_.back().state.empty() && answer_.back().state != "no state")
                last_state_ = answer_.back().state;
        } else if (PQstatus(on) != CONNECTION_OK) {
            // What the server said last is why.
            end_ = last_state_;
            waits_ = false;
        }
    }
    return !waits_;
}

void real_session::ask_for_end()
{
    while (!take()) {
    }
    if (end_)
        return;
    send({{"ROLLBACK", {}}});
    while (!take()) {
    }
}

observer::observer(const std::string& url) : connection_(connect(url)) {}

server_process observer::look_at(int process) const
{
    const std::string number = std::to_string(process);
    const std::string found = ask("SELECT CASE WHEN cardinality(pg_blocking_pids(" + number +
                                  ")) > 0 THEN 'waits' WHEN EXISTS (SELECT FROM pg_stat_activity WHERE "
                                  "pid = " +
                                  number + ") THEN 'works' ELSE 'has ended' END");
    if (found == "waits")
        return server_process::waits;
    return found == "works" ? server_process::works : server_process::has_ended;
}

void observer::run(const std::string& statement) const
{
    ask(statement);
}

std::string observer::ask(const std::string& statement) const
{
    const real_result made(PQexec(connection_.get(), statement.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(made.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    return PQntuples(made.get()) == 0 ? "" : PQgetvalue(made.get(), 0, 0);
}

} // namespace useapi::database_simulation
