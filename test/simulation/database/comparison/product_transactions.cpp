#include "simulation/database/comparison/product_transactions.hpp"

#include "bulk/ledger/postgres/postgres_arrays.hpp"
#include "bulk/ledger/postgres/postgres_rows.hpp"
#include "simulation/database/statement_texts.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>

namespace useapi::database_simulation {
namespace {

namespace text = statement_text;

constexpr const char* schema = "\"public\", pg_temp";
constexpr std::array workers{"w1", "w2", "w3"};
constexpr std::array states = bulk::all_row_states;

const std::vector<bulk::row_key>& accounts()
{
    static const std::vector<bulk::row_key> all{{"", "a@x.io"}, {"", "b@x.io"}, {"p", "a@x.io"}};
    return all;
}

void add(transaction_plan& to, std::initializer_list<const char*> texts)
{
    for (const char* const each : texts)
        to.rest.push_back({each, {}});
}

} // namespace

sql_statement settings_of(const time_limits& limits)
{
    return {text::settings, {schema, limits.for_lock, limits.for_statement, limits.idle}};
}

product_transactions::product_transactions(simulation::random_source& random)
    : choose_(random.about({"transaction"})), is_orderly_(!choose_.chance(0.3, "is_disorderly"))
{
}

transaction_plan product_transactions::first()
{
    transaction_plan made = begun(text::begin_read_committed);
    take_up(made);
    for (const char* const each : workers)
        made.rest.push_back({text::enter, {each, lease(0.4)}});
    for (const bulk::row_key& each : accounts())
        if (choose_.chance(0.7, "is_there"))
            made.rest.push_back(with_rows(text::insert_claims, {each}, worker()));
    made.rest.push_back({text::commit, {}});
    return made;
}

void product_transactions::add_tables(transaction_plan& to)
{
    for (const char* const each : {text::make_account, text::make_worker, text::make_run})
        to.rest.push_front({each, {}});
}

transaction_plan product_transactions::next()
{
    const std::uint64_t kind = choose_.below(16, "kind");
    transaction_plan made = begun(kind == 0 ? text::begin_snapshot : text::begin_read_committed);
    if (kind == 0)
        read(made);
    else if (kind == 1)
        open(made);
    else if (kind == 2)
        take_up(made);
    else if (kind <= 5)
        enter(made);
    else if (kind == 6)
        add(made, {text::find_run, text::run});
    else if (kind == 7)
        made.rest.push_back({text::remove_worker, {made.worker}});
    else
        commit_rows(made);
    // Without the lock of entry, two sessions could make the tables at once.
    if (!is_orderly_ && kind != 2)
        std::swap(made.rest[2 + choose_.below(made.rest.size() - 2, "earlier")],
                  made.rest[2 + choose_.below(made.rest.size() - 2, "later")]);
    if (!made.writes_rows)
        made.rest.push_back({text::commit, {}});
    return made;
}

std::deque<sql_statement> product_transactions::end_of(const transaction_plan& plan)
{
    std::deque<sql_statement> made;
    std::vector<bulk::row_key> written;
    for (const bulk::row_key& each : plan.locked)
        if (choose_.chance(0.8, "is_written"))
            written.push_back(each);
    // A worker writes only rows that it has locked. One row alone has only one order of locks.
    if (written.empty() && choose_.chance(0.2, "is_not_locked"))
        written.push_back(accounts()[choose_.below(accounts().size(), "which")]);
    if (!written.empty())
        made.push_back(with_rows(text::put, written,
                                 choose_.chance(0.5, "is_kept") ? value(plan.worker) : std::nullopt));
    made.push_back({text::commit, {}});
    return made;
}

transaction_plan product_transactions::last()
{
    transaction_plan made = begun(text::begin_read_committed);
    bulk::postgres::key_arrays all;
    for (const bulk::row_key& each : accounts())
        all.add(each);
    made.rest.push_back({text::run, {}});
    for (const char* const each : {"", workers[0], workers[1], workers[2]})
        made.rest.push_back({text::others, {each}});
    made.rest.push_back({text::look, all.parameters("")});
    made.rest.push_back({text::commit, {}});
    return made;
}

transaction_plan product_transactions::begun(const char* begin)
{
    time_limits limits;
    if (choose_.chance(0.15, "limits_locks"))
        limits.for_lock = "40";
    else if (choose_.chance(0.04, "limits_statements"))
        limits.for_statement = "500";
    transaction_plan made;
    made.worker = worker();
    made.rest = {{begin, {}}, settings_of(limits)};
    return made;
}

/** Looks for the tables in the search path of the session. */
void product_transactions::open(transaction_plan& to)
{
    to.rest[1].parameters[0].reset();
    to.rest.push_back({text::schemas, {}});
}

void product_transactions::take_up(transaction_plan& to)
{
    add(to, {text::lock_of_entry, text::find_accounts});
    to.rest.push_back({text::run, {}});
    for (const char* const each : {"salt", "input"})
        to.rest.push_back({text::set_run, {each, std::to_string(choose_.below(1000, each))}});
}

void product_transactions::enter(transaction_plan& to)
{
    add(to, {text::lock_of_entry, text::run});
    to.rest.push_back({text::others, {to.worker}});
    to.rest.push_back({text::time, {}});
    if (choose_.chance(0.4, "begins_a_run")) {
        to.rest.push_back({text::last_outcome, {}});
        to.rest.push_back(
            {text::set_all_of_run,
             {bulk::postgres::array_of({"run_began", "salt"}),
              bulk::postgres::array_of({std::to_string(choose_.below(1000, "began")), "1 2"})}});
    }
    to.rest.push_back({text::remove_dead_workers, {}});
    to.rest.push_back({text::enter, {to.worker, lease(0.2)}});
}

void product_transactions::commit_rows(transaction_plan& to)
{
    to.writes_rows = true;
    to.rest.push_back({text::renew, {to.worker, lease(0.1)}});
    if (choose_.chance(0.8, "claims")) {
        to.rest.push_back(with_rows(text::insert_claims, keys(), to.worker));
        to.rest.push_back(by_keys(text::select_claims, to.worker));
        to.rest.push_back({text::owners_with_lease, {bulk::postgres::array_of({workers[0], workers[1]})}});
    }
    if (choose_.chance(0.3, "looks"))
        to.rest.push_back(by_keys(text::look, to.worker));
    if (choose_.chance(0.5, "settles"))
        to.rest.push_back(by_keys(text::select_mine, to.worker));
}

void product_transactions::read(transaction_plan& to)
{
    to.rest.push_back({text::run, {}});
    to.rest.push_back(by_keys(text::look, to.worker));
    to.rest.push_back({text::others, {to.worker}});
    to.rest.push_back(by_keys(text::look, to.worker));
    if (choose_.chance(0.1, "writes"))
        to.rest.push_back({text::enter, {to.worker, lease(0)}});
}

std::string product_transactions::worker()
{
    return workers[choose_.below(workers.size(), "worker")];
}

/** An hour, or minus an hour: that the statements take a moment makes no difference. */
std::string product_transactions::lease(double ended)
{
    return choose_.chance(ended, "has_ended") ? "-3600000" : "3600000";
}

std::vector<bulk::row_key> product_transactions::keys()
{
    std::vector<bulk::row_key> made;
    for (const bulk::row_key& each : accounts())
        if (choose_.chance(0.6, "is_named"))
            made.push_back(each);
    if (made.empty())
        made.push_back(accounts()[choose_.below(accounts().size(), "only")]);
    if (!is_orderly_)
        std::swap(made.front(), made[choose_.below(made.size(), "first")]);
    return made;
}

sql_statement product_transactions::by_keys(const char* statement, const std::string& of_worker)
{
    bulk::postgres::key_arrays named;
    for (const bulk::row_key& each : keys())
        named.add(each);
    return {statement, named.parameters(of_worker)};
}

sql_statement product_transactions::with_rows(const char* statement, const std::vector<bulk::row_key>& which,
                                              const value& owner)
{
    std::vector<bulk::postgres::stored_row> all;
    for (const bulk::row_key& each : which)
        all.push_back({row(each), owner});
    return {statement, bulk::postgres::arrays_of(all)};
}

bulk::ledger_row product_transactions::row(const bulk::row_key& key)
{
    const auto time = [this](std::string_view what) {
        return choose_.chance(0.5, what)
                   ? std::optional(bulk::wall_time(choose_.between(std::chrono::milliseconds(1),
                                                                   std::chrono::milliseconds(999), "time")))
                   : std::nullopt;
    };
    bulk::ledger_row made;
    made.key = key;
    made.state = states[choose_.below(states.size(), "state")];
    made.before_sent = states[choose_.below(states.size(), "before")];
    made.digest.fill(static_cast<std::uint8_t>(choose_.below(256, "digest")));
    made.line = choose_.below(1000, "line");
    made.status = static_cast<int>(choose_.below(600, "status"));
    made.effect = effect::unknown;
    made.worth_retrying = choose_.chance(0.5, "is_worth_retrying");
    if (choose_.chance(0.5, "has_failed"))
        made.error = R"(said "no" {to},\n'us'\)";
    if (choose_.chance(0.5, "was_repeated"))
        made.retries = {{"status 503", 2}};
    made.first_sent_at = time("was_sent_before");
    made.sent_at = time("was_sent");
    made.settled_at = time("is_settled");
    return made;
}

} // namespace useapi::database_simulation
