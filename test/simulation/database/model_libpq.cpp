#include "simulation/database/network.hpp"
#include "simulation/database/sim_threads.hpp"

#include <libpq-fe.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// The functions of libpq that the product uses, in place of the library's. They do what its documentation
// says, https://www.postgresql.org/docs/15/libpq.html, over the model of the network.

using namespace useapi::database_simulation;

struct pg_result
{
    ExecStatusType status = PGRES_COMMAND_OK;
    sql_result content;
};

struct pg_conn
{
    std::shared_ptr<client_end> over;
    bool is_bad = false; ///< as far as the client has noticed
    bool is_pipeline = false;
    std::vector<sql_statement> gathered;
    std::deque<std::unique_ptr<pg_result>> results; ///< null pointers: the end of those of a statement
    bool waits = false;                             ///< a pipeline was sent, and not answered yet
    std::string error;
};

namespace {

constexpr const char* lost = "server closed the connection unexpectedly\n\tThis probably means the server "
                             "terminated abnormally\n\tbefore or while processing the request.\n";

std::unique_ptr<pg_result> result_of(sql_result from)
{
    auto made = std::make_unique<pg_result>();
    if (from.is_skipped)
        made->status = PGRES_PIPELINE_ABORTED;
    else if (!from.state.empty())
        made->status = PGRES_FATAL_ERROR;
    else if (from.has_rows)
        made->status = PGRES_TUPLES_OK;
    if (!from.state.empty())
        from.message = "ERROR:  " + from.message + "\n";
    made->content = std::move(from);
    return made;
}

std::unique_ptr<pg_result> failed_result(std::string state, std::string message)
{
    auto made = std::make_unique<pg_result>();
    made->status = PGRES_FATAL_ERROR;
    made->content.state = std::move(state);
    made->content.message = std::move(message);
    return made;
}

/** Waits for the answer to what was sent. A connection is noticed to be lost only here. */
void take_answer(PGconn* on)
{
    on->waits = false;
    auto answer = network::present().receive(*on->over);
    if (answer) {
        for (sql_result& each : *answer) {
            on->results.push_back(result_of(std::move(each)));
            on->results.push_back(nullptr);
        }
        if (on->is_pipeline) {
            on->results.push_back(std::make_unique<pg_result>());
            on->results.back()->status = PGRES_PIPELINE_SYNC;
        }
        return;
    }
    if (const std::string& state = on->over->last_words; !state.empty())
        on->results.push_back(failed_result(state, "FATAL:  terminating connection\n"));
    on->is_bad = true;
    on->error = lost;
    on->results.push_back(failed_result({}, lost));
    on->results.push_back(nullptr);
}

values values_of(int count, const char* const* texts)
{
    values made;
    for (int i = 0; i < count; ++i)
        made.push_back(texts[i] == nullptr ? std::nullopt : value(texts[i]));
    return made;
}

/** Runs one statement alone, and returns its result; of several results, the first. */
PGresult* run_alone(PGconn* on, sql_statement what)
{
    if (on->is_bad) {
        on->error = "no connection to the server\n";
        return nullptr;
    }
    on->results.clear();
    std::vector<sql_statement> all;
    all.push_back(std::move(what));
    network::present().send(on->over, std::move(all));
    take_answer(on);
    std::unique_ptr<pg_result> first = std::move(on->results.front());
    on->results.clear();
    return first.release();
}

char* copy_of(const char* text)
{
    return text == nullptr ? nullptr : ::strdup(text);
}

} // namespace

extern "C" {

PQconninfoOption* PQconninfoParse(const char*, char**)
{
    constexpr std::array<std::array<const char*, 2>, 3> parts{
        {{"host", "db"}, {"dbname", "ledger"}, {"password", nullptr}}};
    auto* const made =
        static_cast<PQconninfoOption*>(std::calloc(parts.size() + 1, sizeof(PQconninfoOption)));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        made[i].keyword = copy_of(parts[i][0]);
        made[i].val = copy_of(parts[i][1]);
    }
    return made;
}

PQconninfoOption* PQconninfo(PGconn*)
{
    return nullptr;
}

void PQconninfoFree(PQconninfoOption* options)
{
    for (PQconninfoOption* each = options; each != nullptr && each->keyword != nullptr; ++each) {
        std::free(each->keyword);
        std::free(each->val);
    }
    std::free(options);
}

PGconn* PQconnectdbParams(const char* const*, const char* const*, int)
{
    auto made = std::make_unique<pg_conn>();
    made->over = network::present().connect(sim_threads::current()->on, made->error);
    made->is_bad = made->over->is_broken;
    return made.release();
}

PGPing PQpingParams(const char* const*, const char* const*, int)
{
    switch (network::present().ask(sim_threads::current()->on)) {
    case server_state::serves:
        return PQPING_OK;
    case server_state::starts:
        return PQPING_REJECT;
    case server_state::refuses:
        break;
    }
    return PQPING_NO_RESPONSE;
}

void PQfinish(PGconn* connection)
{
    if (connection == nullptr)
        return;
    network::present().close(*connection->over);
    delete connection;
}

ConnStatusType PQstatus(const PGconn* connection)
{
    return connection->is_bad ? CONNECTION_BAD : CONNECTION_OK;
}

char* PQerrorMessage(const PGconn* connection)
{
    return const_cast<char*>(connection->error.c_str());
}

char* PQhost(const PGconn*)
{
    static char name[] = "db";
    return name;
}

int PQsslInUse(PGconn*)
{
    return 0;
}

const char* PQsslAttribute(PGconn*, const char*)
{
    return nullptr;
}

const char* PQparameterStatus(const PGconn* connection, const char*)
{
    return connection->is_bad ? nullptr : "UTF8";
}

PQnoticeProcessor PQsetNoticeProcessor(PGconn*, PQnoticeProcessor, void*)
{
    return nullptr;
}

int PQenterPipelineMode(PGconn* connection)
{
    connection->is_pipeline = !connection->is_bad;
    connection->results.clear();
    connection->gathered.clear();
    return static_cast<int>(connection->is_pipeline);
}

int PQexitPipelineMode(PGconn* connection)
{
    connection->is_pipeline = false;
    return 1;
}

int PQsendQueryParams(PGconn* connection, const char* text, int count, const Oid*, const char* const* texts,
                      const int*, const int*, int)
{
    connection->gathered.push_back({text, values_of(count, texts)});
    return 1;
}

int PQpipelineSync(PGconn* connection)
{
    network::present().send(connection->over, std::exchange(connection->gathered, {}));
    connection->waits = true;
    return 1;
}

PGresult* PQgetResult(PGconn* connection)
{
    if (connection->results.empty() && connection->waits)
        take_answer(connection);
    if (connection->results.empty())
        return nullptr;
    std::unique_ptr<pg_result> next = std::move(connection->results.front());
    connection->results.pop_front();
    return next.release();
}

PGresult* PQexecParams(PGconn* connection, const char* text, int count, const Oid*, const char* const* texts,
                       const int*, const int*, int)
{
    return run_alone(connection, {text, values_of(count, texts)});
}

PGresult* PQexec(PGconn* connection, const char* text)
{
    return run_alone(connection, {text, {}});
}

ExecStatusType PQresultStatus(const PGresult* result)
{
    return result == nullptr ? PGRES_FATAL_ERROR : result->status;
}

char* PQresultErrorMessage(const PGresult* result)
{
    static char none[] = "";
    return result == nullptr ? none : const_cast<char*>(result->content.message.c_str());
}

char* PQresultErrorField(const PGresult* result, int field)
{
    if (result == nullptr || field != PG_DIAG_SQLSTATE || result->content.state.empty())
        return nullptr;
    return const_cast<char*>(result->content.state.c_str());
}

int PQntuples(const PGresult* result)
{
    return result == nullptr ? 0 : static_cast<int>(result->content.rows.size());
}

int PQnfields(const PGresult* result)
{
    return PQntuples(result) == 0 ? 0 : static_cast<int>(result->content.rows.front().size());
}

int PQgetisnull(const PGresult* result, int row, int column)
{
    return static_cast<int>(
        !result->content.rows.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column)));
}

char* PQgetvalue(const PGresult* result, int row, int column)
{
    static char none[] = "";
    const value& found =
        result->content.rows.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column));
    return found ? const_cast<char*>(found->c_str()) : none;
}

void PQclear(PGresult* result)
{
    delete result;
}
}
