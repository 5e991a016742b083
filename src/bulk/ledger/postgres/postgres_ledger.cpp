#include "bulk/ledger/postgres/postgres_ledger.hpp"

#include "bulk/ledger/postgres/postgres_connection.hpp"

#include <useapi/error.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>

namespace useapi::bulk {
namespace {

using postgres::parameter;

constexpr std::string_view format_version = "1";

// More than any number of workers that start at once should need.
constexpr int most_tries = 20;

constexpr const char* now_in_ms = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

constexpr const char* schema = R"(
    CREATE TABLE IF NOT EXISTS useapi_run (name text PRIMARY KEY, value text NOT NULL);
    CREATE TABLE IF NOT EXISTS useapi_worker (name text PRIMARY KEY, lease_until timestamptz NOT NULL);
    CREATE TABLE IF NOT EXISTS useapi_account (
        profile text NOT NULL, email text COLLATE "C" NOT NULL, state text NOT NULL, before_sent text NOT NULL,
        digest bytea NOT NULL, line bigint NOT NULL, attempts bigint NOT NULL, status integer NOT NULL,
        effect text NOT NULL, may_pass boolean NOT NULL, error text NOT NULL, retries text NOT NULL,
        first_sent_at bigint, sent_at bigint, settled_at bigint, elapsed_ms bigint NOT NULL,
        seal bytea NOT NULL, worker text, PRIMARY KEY (profile, email));
    CREATE INDEX IF NOT EXISTS useapi_account_worker ON useapi_account (worker) WHERE worker IS NOT NULL;
)";

std::string text_of(const ledger_salt& salt)
{
    std::string text;
    for (const std::uint8_t byte : salt)
        text += std::to_string(byte) + ' ';
    return text;
}

std::string worker_name()
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    // A process number comes again, on another machine of that name or after a restart.
    std::string name = std::string(host.data()) + ':' + std::to_string(::getpid()) + ':';
    const ledger_salt random = make_salt();
    name += to_hexadecimal(std::span(random).first(4));
    return name;
}

std::map<std::string, std::string> read_run(postgres::connection& database)
{
    std::map<std::string, std::string> values;
    const postgres::rows all = database.execute("SELECT name, value FROM useapi_run");
    for (int i = 0; i < all.count(); ++i)
        values[all.text(i, 0)] = all.text(i, 1);
    return values;
}

class postgres_ledger final : public ledger_store
{
public:
    postgres_ledger(const std::string& url, const ledger_purpose& purpose)
        : database_(url), worker_(worker_name()), rules_(purpose.rules), lease_(purpose.lease)
    {
        limit_idle_transactions();
        postgres::transaction all(database_);
        // Workers that start together make the tables one after the other.
        database_.execute("SELECT pg_advisory_xact_lock(1970496882)");
        for (std::string_view rest = schema; rest.find(';') != std::string_view::npos;) {
            database_.execute(std::string(rest.substr(0, rest.find(';'))));
            rest.remove_prefix(rest.find(';') + 1);
        }
        take_up(purpose);
        rules_.run_began = wall_time(
            std::chrono::milliseconds(database_.execute(std::string("SELECT ") + now_in_ms).number(0, 0)));
        renew();
        all.commit();
    }

    ~postgres_ledger() override
    {
        // What it still has is anybody's from here on, without waiting for the lease.
        try {
            database_.execute("DELETE FROM useapi_worker WHERE name = $1", {worker_});
        } catch (const exception&) {
            return;
        } catch (const postgres::conflict&) {
            return;
        }
    }

    const ledger_salt& salt() const noexcept override { return salt_; }

    std::optional<std::chrono::milliseconds> lease() const noexcept override { return lease_; }

    std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                  const std::vector<ledger_claim>& claims) override
    {
        if (database_.is_lost())
            take_up_again();
        for (int tries = 1;; ++tries) {
            try {
                postgres::transaction all(database_);
                renew();
                const wall_time now{std::chrono::milliseconds(
                    database_.execute_prepared("now", std::string("SELECT ") + now_in_ms, {}).number(0, 0))};
                std::vector<admission> admissions = claim(claims, now);
                settle(outcomes, now);
                all.commit();
                return admissions;
            } catch (const postgres::conflict&) {
                if (tries == most_tries)
                    database_.refuse("other workers are in the way of every transaction");
            }
        }
    }

    void change(const std::function<bool(const row_key&)>& which,
                const std::function<ledger_row(ledger_row)>& how) override
    {
        postgres::transaction all(database_);
        std::vector<ledger_row> changed;
        database_.every_row(std::string("SELECT ") + postgres::columns + " FROM useapi_account FOR UPDATE",
                            [&](const postgres::rows& some, int row) {
                                ledger_row found = postgres::read_row(database_, some, row);
                                if (which(found.key))
                                    changed.push_back(how(std::move(found)));
                            });
        for (const ledger_row& each : changed)
            put(each, std::nullopt);
        all.commit();
    }

private:
    /** A worker that is put to sleep in the middle of a transaction holds locks that all others wait for. */
    void limit_idle_transactions()
    {
        database_.execute("SELECT set_config('idle_in_transaction_session_timeout', $1, false)",
                          {std::to_string(lease_.count())});
    }

    /** After a failure, or a failover to another server, it must still be the same ledger. What of the last
        transaction was written after all does no harm when it is written once more. */
    void take_up_again()
    {
        database_.reconnect();
        limit_idle_transactions();
        if (database_.execute("SELECT to_regclass('useapi_run')").is_null(0, 0) ||
            read_run(database_)["salt"] != text_of(salt_))
            database_.refuse("is not the one any more that this import began with");
    }

    void take_up(const ledger_purpose& purpose)
    {
        auto run = read_run(database_);
        if (run.empty()) {
            set("format", std::string(format_version));
            set("salt", text_of(make_salt()));
            set("input", purpose.identity.input);
            set("first_email", purpose.identity.first_email);
            set("base_url", purpose.identity.base_url);
            run = read_run(database_);
        }
        if (run["format"] != format_version)
            database_.refuse("was made by another version of useapi");
        run_identity recorded;
        recorded.input = run["input"];
        recorded.first_email = run["first_email"];
        recorded.base_url = run["base_url"];
        if (const auto why = difference(recorded, purpose.identity))
            database_.refuse(*why +
                             "; name another database, or another schema with options=-csearch_path%3DNAME");
        for (const run_identity& profile : purpose.other_profiles) {
            const std::string key = "base_url of " + profile.input;
            if (!run.contains(key))
                set(key, profile.base_url);
            else if (run[key] != profile.base_url)
                database_.refuse("its profile " + profile.input + " belongs to the service at " + run[key] +
                                 ", not " + profile.base_url);
        }
        if (purpose.rows != 0)
            set("rows", std::to_string(purpose.rows));
        read_salt(run["salt"]);
    }

    void read_salt(const std::string& text)
    {
        const char* next = text.data();
        const char* const end = next + text.size();
        for (std::uint8_t& byte : salt_) {
            const auto parsed = std::from_chars(next, end, byte);
            if (parsed.ec != std::errc() || parsed.ptr == end)
                database_.refuse("is damaged: its salt was altered");
            next = parsed.ptr + 1;
        }
    }

    void set(const std::string& key, const std::string& value)
    {
        database_.execute("INSERT INTO useapi_run VALUES ($1, $2) "
                          "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          {key, value});
    }

    void renew()
    {
        database_.execute_prepared(
            "renew",
            "INSERT INTO useapi_worker VALUES ($1, clock_timestamp() + $2 * interval '1 ms') "
            "ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until",
            {worker_, std::to_string(lease_.count())});
    }

    /** Only of rows that are this worker's still: what another one took over is for it to settle. */
    void settle(const std::vector<ledger_outcome>& outcomes, wall_time now)
    {
        for (const ledger_outcome& each : outcomes) {
            const postgres::rows found = database_.execute_prepared(
                "mine",
                std::string("SELECT ") + postgres::columns +
                    " FROM useapi_account WHERE profile = $1 AND email = $2 AND worker = $3 FOR UPDATE",
                {each.key.profile, each.key.email, worker_});
            if (found.count() != 0)
                put(mark_outcome(postgres::read_row(database_, found, 0), each, now), std::nullopt);
        }
    }

    std::vector<admission> claim(const std::vector<ledger_claim>& claims, wall_time now)
    {
        std::vector<admission> admissions(claims.size(), admission(next_step::wait));
        if (claims.empty())
            return admissions;
        // In one order for all workers, lest they wait for each other.
        std::map<row_key, std::size_t> places;
        for (std::size_t i = 0; i < claims.size(); ++i)
            places.emplace(claims[i].key, i);
        const postgres::rows found = claimable(places);
        for (int i = 0; i < found.count(); ++i) {
            ledger_row known = postgres::read_row(database_, found, i);
            const auto place = places.find(known.key);
            if (place == places.end())
                continue;
            const ledger_claim& wanted = claims[place->second];
            const bool is_new = known.line == 0;
            const next_step step = decide(is_new ? nullptr : &known, wanted, rules_);
            if (step != next_step::keep)
                put(mark_sent(is_new ? nullptr : &known, wanted, now), worker_);
            admissions[place->second] = admission(step, std::move(known));
        }
        return admissions;
    }

    /** The rows of these that no other worker has, locked; new ones are on line 0. */
    postgres::rows claimable(const std::map<row_key, std::size_t>& places)
    {
        std::vector<std::string> profiles;
        std::vector<std::string> emails;
        std::vector<std::string> seals;
        for (const auto& [key, place] : places) {
            ledger_row fresh;
            fresh.key = key;
            profiles.push_back(key.profile);
            emails.push_back(key.email);
            seals.push_back(*postgres::values_of(fresh).back());
        }
        const std::vector<parameter> keys{postgres::array_of(profiles), postgres::array_of(emails)};
        database_.execute_prepared(
            "insert",
            "INSERT INTO useapi_account SELECT k.profile, k.email, 'pending', 'pending', "
            "decode(repeat('00', 32), 'hex'), 0, 0, 0, 'none', false, '', '', NULL, NULL, NULL, 0, k.seal, "
            "NULL "
            "FROM unnest($1::text[], $2::text[], $3::bytea[]) WITH ORDINALITY AS k(profile, email, seal, "
            "place) "
            "ORDER BY k.place ON CONFLICT DO NOTHING",
            {keys[0], keys[1], postgres::array_of(seals)});
        return database_.execute_prepared(
            "claim",
            std::string("SELECT ") + postgres::columns +
                " FROM useapi_account a WHERE (a.profile, a.email) IN "
                "(SELECT * FROM unnest($1::text[], $2::text[])) AND (a.worker IS NULL OR a.worker = $3 OR "
                "NOT "
                "EXISTS (SELECT FROM useapi_worker w WHERE w.name = a.worker AND w.lease_until > "
                "clock_timestamp())) FOR UPDATE OF a SKIP LOCKED",
            {keys[0], keys[1], worker_});
    }

    void put(const ledger_row& row, parameter worker)
    {
        std::vector<parameter> values = postgres::values_of(row);
        values.push_back(std::move(worker));
        database_.execute_prepared(
            "put",
            "UPDATE useapi_account SET state = $3, before_sent = $4, digest = $5, line = $6, attempts = $7, "
            "status = $8, effect = $9, may_pass = $10, error = $11, retries = $12, first_sent_at = $13, "
            "sent_at = $14, settled_at = $15, elapsed_ms = $16, seal = $17, worker = $18 "
            "WHERE profile = $1 AND email = $2",
            values);
    }

    postgres::connection database_;
    const std::string worker_;
    resume_rules rules_;
    const std::chrono::milliseconds lease_;
    ledger_salt salt_{};
};

class postgres_reading final : public ledger_reading
{
public:
    explicit postgres_reading(const std::string& url) : database_(url)
    {
        if (database_.execute("SELECT to_regclass('useapi_run')").is_null(0, 0))
            database_.refuse("holds no ledger of useapi");
    }

    ledger_run run() override
    {
        auto values = read_run(database_);
        ledger_run made;
        made.input = values["input"];
        made.base_url = values["base_url"];
        const std::string& rows = values["rows"];
        std::from_chars(rows.data(), rows.data() + rows.size(), made.rows);
        made.now = wall_time(
            std::chrono::milliseconds(database_.execute(std::string("SELECT ") + now_in_ms).number(0, 0)));
        const postgres::rows workers = database_.execute(
            "SELECT w.name, (extract(epoch FROM w.lease_until - clock_timestamp()) * 1000)::bigint, "
            "(SELECT count(*) FROM useapi_account a WHERE a.worker = w.name) FROM useapi_worker w ORDER BY "
            "2");
        for (int i = 0; i < workers.count(); ++i) {
            ledger_worker& worker = made.workers.emplace_back();
            worker.name = workers.text(i, 0);
            worker.lease_left = std::chrono::milliseconds(workers.number(i, 1));
            worker.rows = static_cast<std::uint64_t>(workers.number(i, 2));
        }
        return made;
    }

    void for_each(const std::function<void(const ledger_row&)>& take) override
    {
        database_.for_each(
            std::string("SELECT ") + postgres::columns + " FROM useapi_account ORDER BY profile, email",
            [&](const postgres::rows& some, int row) { take(postgres::read_row(database_, some, row)); });
    }

private:
    postgres::connection database_;
};

} // namespace

std::unique_ptr<ledger_store> open_postgres_ledger(const std::string& url, const ledger_purpose& purpose)
{
    return std::make_unique<postgres_ledger>(url, purpose);
}

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string& url)
{
    return std::make_unique<postgres_reading>(url);
}

} // namespace useapi::bulk
