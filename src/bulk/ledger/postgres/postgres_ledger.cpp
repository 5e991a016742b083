#include "bulk/ledger/postgres/postgres_ledger.hpp"

#include "bulk/ledger/postgres/postgres_arrays.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "bulk/ledger/postgres/postgres_entry.hpp"
#include "bulk/ledger/postgres/postgres_rows.hpp"
#include "bulk/ledger/postgres/postgres_run.hpp"

#include <useapi/error.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace useapi::bulk {
namespace {

using postgres::parameter;

// More tries than workers that start at the same time should need.
constexpr int most_tries = 20;

// A part of a lease, so that a waiting worker has time to say so and to renew its lease.
constexpr int lock_share = 4;
constexpr int statement_share = 2;

// The limit before there is a lease.
constexpr std::chrono::seconds patience_at_opening{10};

/** 0, 1/2, 1/4, 3/4, 1/8, ...: each further worker begins far from the others. */
double place_of(std::int64_t others)
{
    double place = 0;
    double part = 0.5;
    for (std::int64_t rest = others; rest > 0; rest /= 2, part /= 2)
        place += static_cast<double>(rest % 2) * part;
    return place;
}

class postgres_ledger final : public ledger_store
{
public:
    postgres_ledger(const std::string& url, const ledger_purpose& purpose)
        : database_(url), rules_(purpose.rules)
    {
        worker_.name = postgres::new_worker_name();
        worker_.lease = purpose.lease;
        // A worker that is suspended during a transaction holds locks that all others wait for.
        database_.limit(patience_at_opening, 2 * patience_at_opening, worker_.lease);
        postgres::find_tables(database_);
        repeat_conflicts([&] { take_up(purpose); });
        if (purpose.notes)
            worker_.notes = purpose.notes(salt_);
        if (purpose.rows != 0)
            worker_.notes["rows"] = std::to_string(purpose.rows);
        if (purpose.fingerprint)
            worker_.fingerprint = purpose.fingerprint(salt_);
        repeat_conflicts([&] { enter(false); });
        database_.limit(worker_.lease / lock_share, worker_.lease / statement_share, worker_.lease);
    }

    ~postgres_ledger() override
    {
        // From now on any worker may claim this worker's rows without waiting for the end of the lease.
        try {
            postgres::transaction all(database_);
            database_.execute("DELETE FROM useapi_worker WHERE name = $1", {worker_.name});
            all.commit();
        } catch (const exception&) {
            return;
        }
    }

    const ledger_salt& salt() const noexcept override { return salt_; }

    std::optional<std::chrono::milliseconds> lease() const noexcept override { return worker_.lease; }

    double first_place() const noexcept override { return first_place_; }

    std::uint64_t lost_leases() const noexcept override { return lost_leases_; }

    std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                  const std::vector<ledger_claim>& claims) override
    {
        for (int tries = 1; tries <= most_tries; ++tries) {
            try {
                take_up_again();
                if (auto admissions = commit_once(outcomes, claims))
                    return std::move(*admissions);
                ++lost_leases_;
                enter(true);
            } catch (const postgres::conflict&) {
                if (tries == most_tries)
                    throw;
            }
        }
        database_.refuse("its transactions last longer than the lease: give a longer one, with --lease");
    }

    void change(const std::function<bool(const row_key&)>& which,
                const std::function<ledger_row(ledger_row)>& how) override
    {
        postgres::transaction all(database_);
        std::vector<postgres::stored_row> changed;
        database_.every_row(std::string("SELECT ") + postgres::columns + " FROM useapi_account FOR UPDATE",
                            [&](const postgres::rows& some, int row) {
                                ledger_row found = postgres::read_row(database_, some, row);
                                if (which(found.key))
                                    changed.push_back({how(std::move(found)), std::nullopt});
                            });
        if (!changed.empty())
            database_.execute(put_statement({}).sql, postgres::arrays_of(changed));
        all.commit();
    }

private:
    void repeat_conflicts(const std::function<void()>& transaction)
    {
        for (int tries = 1;; ++tries) {
            try {
                transaction();
                return;
            } catch (const postgres::conflict&) {
                if (tries == most_tries)
                    database_.refuse("other workers are in the way of every transaction");
            }
        }
    }

    void take_up(const ledger_purpose& purpose)
    {
        postgres::transaction all(database_);
        // Workers that start together make the tables one after the other.
        database_.execute(postgres::lock_of_entry);
        postgres::make_tables(database_);
        salt_ = postgres::take_up_run(database_, purpose);
        all.commit();
    }

    void enter(bool has_begun)
    {
        const postgres::run_entry made = postgres::enter_run(database_, worker_, has_begun);
        note_time(made.now);
        rules_.run_began = made.run_began;
        if (!has_begun)
            first_place_ = place_of(made.others);
    }

    /** Waits for the database twice, however many rows there are: first to read the rows, then to write them.
        @return nothing if the lease has ended; then nothing was done */
    std::optional<std::vector<admission>> commit_once(const std::vector<ledger_outcome>& outcomes,
                                                      const std::vector<ledger_claim>& claims)
    {
        postgres::left_open guard(database_);
        // All workers lock rows in the same order, so that two of them never wait for each other.
        std::map<row_key, std::size_t> places;
        std::map<row_key, std::size_t> looked_up;
        for (std::size_t i = 0; i < claims.size(); ++i)
            (claims[i].only_look ? looked_up : places).emplace(claims[i].key, i);
        std::vector<postgres::statement> first = database_.beginning(postgres::read_committed);
        const std::size_t renewed = first.size();
        first.push_back(renew_statement());
        add_claims(first, claims, places);
        if (!looked_up.empty())
            first.push_back(look_statement(looked_up));
        postgres::key_arrays settled;
        for (const ledger_outcome& each : outcomes)
            settled.add(each.key);
        if (!settled.empty())
            first.push_back(mine_statement(settled));
        const std::vector<postgres::rows> found = database_.execute_together(first);
        if (found[renewed].count() == 0)
            return std::nullopt;
        note_time(wall_time(std::chrono::milliseconds(found[renewed].number(0, 0))));

        std::vector<admission> admissions(claims.size(), admission(next_step::wait));
        std::map<row_key, postgres::stored_row> changed;
        std::size_t next = renewed + 1;
        if (!places.empty()) {
            const std::set<std::string> others =
                postgres::owners_with_lease(database_, found[next + 1], worker_.name);
            admit(found[next], found[next + 1], others, claims, places, admissions, changed);
            next += 2;
        }
        if (!looked_up.empty())
            look_up(found[next], claims, looked_up, admissions);
        if (!settled.empty())
            settle(found.back(), outcomes, changed);
        std::vector<postgres::statement> second;
        std::vector<postgres::stored_row> rows;
        rows.reserve(changed.size());
        for (auto& [key, row] : changed)
            rows.push_back(std::move(row));
        if (!rows.empty())
            second.push_back(put_statement(postgres::arrays_of(rows)));
        second.push_back({"COMMIT", {}});
        database_.execute_together(second);
        guard.is_over = true;
        return admissions;
    }

    /** The time by the database's clock, from its last answer and the time since then. */
    wall_time now() const
    {
        return database_time_ + std::chrono::floor<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now() - asked_for_time_);
    }

    /** The time of an outcome, which is never before the begin of the run. */
    wall_time time_of_outcome() const { return std::max(now(), rules_.run_began); }

    void note_time(wall_time time)
    {
        database_time_ = time;
        asked_for_time_ = std::chrono::steady_clock::now();
    }

    /** Checks after a failure, or a failover to another server, that it is still the same ledger. If the last
        transaction was written after all, writing it again does no harm. */
    void take_up_again()
    {
        if (database_.is_lost()) {
            is_known_ = false;
            database_.reconnect();
        }
        if (is_known_)
            return;
        postgres::transaction all(database_);
        if (!postgres::holds_run(database_, salt_))
            database_.refuse("was replaced since this import began");
        all.commit();
        is_known_ = true;
    }

    /** The statement returns no row if the lease has ended: other workers may have begun another run since.
     */
    postgres::statement renew_statement() const
    {
        return {std::string("UPDATE useapi_worker SET lease_until = clock_timestamp() + $2 * interval '1 ms' "
                            "WHERE name = $1 AND lease_until > clock_timestamp() RETURNING ") +
                    postgres::now_in_ms,
                {worker_.name, std::to_string(worker_.lease.count())}};
    }

    static postgres::statement put_statement(std::vector<parameter> values)
    {
        return {
            std::string("UPDATE useapi_account a SET state = v.state, before_sent = v.before_sent, "
                        "digest = v.digest, line = v.line, attempts = v.attempts, status = v.status, "
                        "effect = v.effect, may_pass = v.may_pass, error = v.error, retries = v.retries, "
                        "first_sent_at = v.first_sent_at, sent_at = v.sent_at, settled_at = v.settled_at, "
                        "elapsed_ms = v.elapsed_ms, seal = v.seal, worker = v.worker FROM ") +
                postgres::unnested + " AS v(" + postgres::columns +
                ", worker) WHERE a.profile = v.profile AND a.email = v.email",
            std::move(values)};
    }

    /** New rows become this worker's and are stored as sent. Existing rows that no other worker has are
        locked and returned. */
    void add_claims(std::vector<postgres::statement>& to, const std::vector<ledger_claim>& claims,
                    const std::map<row_key, std::size_t>& places) const
    {
        if (places.empty())
            return;
        std::vector<postgres::stored_row> fresh;
        postgres::key_arrays keys;
        for (const auto& [key, place] : places) {
            fresh.push_back({mark_sent(nullptr, claims[place], now()), worker_.name});
            keys.add(key);
        }
        to.emplace_back(std::string("INSERT INTO useapi_account (") + postgres::columns +
                            ", worker) SELECT * FROM " + postgres::unnested +
                            " ON CONFLICT DO NOTHING RETURNING profile, email",
                        postgres::arrays_of(fresh));
        to.emplace_back(
            std::string("SELECT ") + postgres::columns +
                ", a.worker "
                "FROM useapi_account a WHERE (a.profile, a.email) IN (SELECT * FROM unnest($1::text[], "
                "$2::text[])) "
                "AND (a.worker IS NULL OR a.worker = $3 OR NOT EXISTS (SELECT FROM useapi_worker w "
                "WHERE w.name = a.worker AND w.lease_until > clock_timestamp())) FOR UPDATE OF a SKIP LOCKED",
            keys.parameters(worker_.name));
    }

    void admit(const postgres::rows& inserted, const postgres::rows& found,
               const std::set<std::string>& others, const std::vector<ledger_claim>& claims,
               const std::map<row_key, std::size_t>& places, std::vector<admission>& admissions,
               std::map<row_key, postgres::stored_row>& changed) const
    {
        std::set<row_key> fresh;
        for (int i = 0; i < inserted.count(); ++i)
            fresh.emplace(inserted.text(i, 0), inserted.text(i, 1));
        const int owner = found.columns() - 1;
        for (int i = 0; i < found.count(); ++i) {
            if (!found.is_null(i, owner) && others.contains(std::string(found.text(i, owner))))
                continue;
            ledger_row known = postgres::read_row(database_, found, i);
            const std::size_t place = places.at(known.key);
            const ledger_claim& wanted = claims[place];
            if (fresh.contains(known.key)) {
                admissions[place] = admission(next_step::send, ledger_row());
                continue;
            }
            const bool was_ours = !found.is_null(i, owner) && found.text(i, owner) == worker_.name;
            // This worker recorded it as sent and has not begun it: the answer to the commit was lost, or the
            // lease ended before the row's turn.
            if (was_ours && !wanted.was_begun)
                known = mark_outcome(std::move(known), ledger_outcome(wanted.key), now());
            // An earlier version stored rows with line 0 that were never sent.
            const ledger_row* const before = known.line == 0 ? nullptr : &known;
            const next_step step = decide(before, wanted, rules_);
            // Another worker waits for every row of a worker with a lease.
            if (step != next_step::keep)
                changed[known.key] = {mark_sent(before, wanted, now()), worker_.name};
            else if (was_ours)
                changed[known.key] = {known, std::nullopt};
            admissions[place] = admission(step, std::move(known));
        }
    }

    postgres::statement look_statement(const std::map<row_key, std::size_t>& places) const
    {
        postgres::key_arrays keys;
        for (const auto& [key, place] : places)
            keys.add(key);
        return {std::string("SELECT ") + postgres::columns +
                    ", a.worker IS NOT NULL AND a.worker <> $3 AND EXISTS (SELECT FROM useapi_worker w "
                    "WHERE w.name = a.worker AND w.lease_until > clock_timestamp()) "
                    "FROM useapi_account a WHERE (a.profile, a.email) IN "
                    "(SELECT * FROM unnest($1::text[], $2::text[]))",
                keys.parameters(worker_.name)};
    }

    void look_up(const postgres::rows& found, const std::vector<ledger_claim>& claims,
                 const std::map<row_key, std::size_t>& places, std::vector<admission>& admissions) const
    {
        for (const auto& [key, place] : places)
            admissions[place] = admission(next_step::send, ledger_row());
        for (int i = 0; i < found.count(); ++i) {
            ledger_row known = postgres::read_row(database_, found, i);
            const std::size_t place = places.at(known.key);
            if (found.text(i, found.columns() - 1) == "t") {
                admissions[place] = admission(next_step::wait);
                continue;
            }
            const next_step step = decide(known.line == 0 ? nullptr : &known, claims[place], rules_);
            admissions[place] = admission(step, std::move(known));
        }
    }

    /** Selects the rows with these keys that this worker still owns. */
    postgres::statement mine_statement(const postgres::key_arrays& keys) const
    {
        return {std::string("SELECT ") + postgres::columns +
                    " FROM useapi_account a WHERE (a.profile, a.email) IN "
                    "(SELECT * FROM unnest($1::text[], $2::text[])) AND a.worker = $3 "
                    "ORDER BY a.profile, a.email FOR UPDATE OF a",
                keys.parameters(worker_.name)};
    }

    void settle(const postgres::rows& mine, const std::vector<ledger_outcome>& outcomes,
                std::map<row_key, postgres::stored_row>& changed) const
    {
        std::map<row_key, ledger_row> known = postgres::read_rows(database_, mine);
        for (const ledger_outcome& each : outcomes) {
            if (const auto just = changed.find(each.key); just != changed.end())
                just->second = {mark_outcome(std::move(just->second.row), each, time_of_outcome()),
                                std::nullopt};
            else if (const auto found = known.find(each.key); found != known.end())
                changed[each.key] = {mark_outcome(std::move(found->second), each, time_of_outcome()),
                                     std::nullopt};
        }
    }

    postgres::connection database_;
    postgres::entering_worker worker_;
    resume_rules rules_;
    ledger_salt salt_{};
    bool is_known_ = true; ///< as the ledger in which this import began, since it was connected to
    double first_place_ = 0;
    std::uint64_t lost_leases_ = 0;
    wall_time database_time_{};
    std::chrono::steady_clock::time_point asked_for_time_{};
};

} // namespace

std::unique_ptr<ledger_store> open_postgres_ledger(const std::string& url, const ledger_purpose& purpose)
{
    return std::make_unique<postgres_ledger>(url, purpose);
}

} // namespace useapi::bulk
