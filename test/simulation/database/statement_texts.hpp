#ifndef USEAPI_TEST_SIMULATION_DATABASE_STATEMENT_TEXTS_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_STATEMENT_TEXTS_HPP

// Every statement of the product that the model knows, as a whole: if the product changes one, the model has
// to be looked at too.

namespace useapi::database_simulation::statement_text {

inline constexpr const char* begin_read_committed = "BEGIN ISOLATION LEVEL READ COMMITTED";

inline constexpr const char* begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

inline constexpr const char* settings =
    "SELECT pg_catalog.set_config('search_path', coalesce($1, "
    "pg_catalog.current_setting('search_path')), true), pg_catalog.set_config('lock_timeout', $2, "
    "true), pg_catalog.set_config('statement_timeout', $3, true), "
    "pg_catalog.set_config('idle_in_transaction_session_timeout', $4, true), "
    "pg_catalog.set_config('client_encoding', 'UTF8', true), pg_catalog.set_config('bytea_output', "
    "'hex', true), pg_catalog.set_config('array_nulls', 'on', true), CASE "
    "pg_catalog.current_setting('synchronous_commit') WHEN 'off' THEN "
    "pg_catalog.set_config('synchronous_commit', 'on', true) END";

inline constexpr const char* commit = "COMMIT";

inline constexpr const char* roll_back = "ROLLBACK";

inline constexpr const char* schemas =
    "SELECT s.name, EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON "
    "n.oid = c.relnamespace WHERE n.nspname = s.name AND c.relname = 'useapi_account'), "
    "pg_catalog.current_setting('search_path') FROM (SELECT NULL) none LEFT JOIN "
    "pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS s(name, place) ON "
    "left(s.name::text, 3) <> 'pg_' AND s.name <> 'information_schema' ORDER BY s.place";

inline constexpr const char* lock_of_entry = "SELECT pg_advisory_xact_lock(1970496882)";

inline constexpr const char* find_accounts = "SELECT to_regclass('useapi_account')";

inline constexpr const char* find_run = "SELECT to_regclass('useapi_run')";

inline constexpr const char* make_run =
    "\n"
    "    CREATE TABLE IF NOT EXISTS useapi_run (name text PRIMARY KEY, value text NOT NULL)";

inline constexpr const char* make_worker =
    "\n"
    "    CREATE TABLE IF NOT EXISTS useapi_worker (name text PRIMARY KEY, lease_until timestamptz NOT NULL)";

inline constexpr const char* make_account =
    "\n"
    "    CREATE TABLE IF NOT EXISTS useapi_account (\n"
    "        profile text NOT NULL, email text COLLATE \"C\" NOT NULL, state text NOT NULL, before_sent text "
    "NOT NULL,\n"
    "        digest bytea NOT NULL, line bigint NOT NULL, attempts bigint NOT NULL, status integer NOT "
    "NULL,\n"
    "        effect text NOT NULL, may_pass boolean NOT NULL, error text NOT NULL, retries text NOT NULL,\n"
    "        first_sent_at bigint, sent_at bigint, settled_at bigint, elapsed_ms bigint NOT NULL,\n"
    "        seal bytea NOT NULL, worker text, PRIMARY KEY (profile, email)) WITH (fillfactor = 60)";

inline constexpr const char* run = "SELECT name, value FROM useapi_run";

inline constexpr const char* set_run =
    "INSERT INTO useapi_run VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

inline constexpr const char* set_all_of_run =
    "INSERT INTO useapi_run SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT (name) DO "
    "UPDATE SET value = excluded.value";

inline constexpr const char* others =
    "SELECT count(*), coalesce(max(extract(epoch FROM lease_until - clock_timestamp()) * "
    "1000)::bigint, 0) FROM useapi_worker WHERE name <> $1 AND lease_until > clock_timestamp()";

inline constexpr const char* time = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

inline constexpr const char* last_outcome = "SELECT coalesce(max(settled_at), 0) FROM useapi_account";

inline constexpr const char* remove_dead_workers =
    "DELETE FROM useapi_worker WHERE name IN (SELECT name FROM useapi_worker WHERE lease_until < "
    "clock_timestamp() FOR UPDATE SKIP LOCKED)";

inline constexpr const char* enter =
    "INSERT INTO useapi_worker VALUES ($1, clock_timestamp() + $2 * interval '1 ms') ON CONFLICT "
    "(name) DO UPDATE SET lease_until = excluded.lease_until";

inline constexpr const char* renew =
    "UPDATE useapi_worker SET lease_until = clock_timestamp() + $2 * interval '1 ms' WHERE name = $1 "
    "AND lease_until > clock_timestamp() RETURNING (extract(epoch FROM clock_timestamp()) * "
    "1000)::bigint";

inline constexpr const char* insert_claims =
    "INSERT INTO useapi_account (profile, email, state, before_sent, digest, line, attempts, status, "
    "effect, may_pass, error, retries, first_sent_at, sent_at, settled_at, elapsed_ms, seal, worker) "
    "SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], "
    "$7::bigint[], $8::integer[], $9::text[], $10::boolean[], $11::text[], $12::text[], "
    "$13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bytea[], $18::text[]) ON "
    "CONFLICT DO NOTHING RETURNING profile, email";

inline constexpr const char* select_claims =
    "SELECT profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, "
    "error, retries, first_sent_at, sent_at, settled_at, elapsed_ms, seal, a.worker FROM "
    "useapi_account a WHERE (a.profile, a.email) IN (SELECT * FROM unnest($1::text[], "
    "$2::text[])) AND (a.worker IS NULL OR a.worker = $3 OR NOT EXISTS (SELECT FROM useapi_worker w "
    "WHERE w.name = a.worker AND w.lease_until > clock_timestamp())) FOR UPDATE OF a SKIP LOCKED";

inline constexpr const char* owners_with_lease =
    "WITH ended AS (SELECT name FROM useapi_worker WHERE name = ANY($1::text[]) AND lease_until < "
    "clock_timestamp() FOR UPDATE SKIP LOCKED) SELECT name FROM useapi_worker WHERE name = "
    "ANY($1::text[]) AND name NOT IN (SELECT name FROM ended)";

inline constexpr const char* look =
    "SELECT profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, "
    "error, retries, first_sent_at, sent_at, settled_at, elapsed_ms, seal, a.worker IS NOT NULL AND "
    "a.worker <> $3 AND EXISTS (SELECT FROM useapi_worker w WHERE w.name = a.worker AND "
    "w.lease_until > clock_timestamp()) FROM useapi_account a WHERE (a.profile, a.email) IN (SELECT "
    "* FROM unnest($1::text[], $2::text[]))";

inline constexpr const char* select_mine =
    "SELECT profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, "
    "error, retries, first_sent_at, sent_at, settled_at, elapsed_ms, seal FROM useapi_account a "
    "WHERE (a.profile, a.email) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND a.worker = $3 "
    "ORDER BY a.profile, a.email FOR UPDATE OF a";

inline constexpr const char* put =
    "UPDATE useapi_account a SET state = v.state, before_sent = v.before_sent, digest = v.digest, "
    "line = v.line, attempts = v.attempts, status = v.status, effect = v.effect, may_pass = "
    "v.may_pass, error = v.error, retries = v.retries, first_sent_at = v.first_sent_at, sent_at = "
    "v.sent_at, settled_at = v.settled_at, elapsed_ms = v.elapsed_ms, seal = v.seal, worker = "
    "v.worker FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], "
    "$7::bigint[], $8::integer[], $9::text[], $10::boolean[], $11::text[], $12::text[], "
    "$13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bytea[], $18::text[]) AS "
    "v(profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, error, "
    "retries, first_sent_at, sent_at, settled_at, elapsed_ms, seal, worker) WHERE a.profile = "
    "v.profile AND a.email = v.email";

inline constexpr const char* remove_worker = "DELETE FROM useapi_worker WHERE name = $1";

} // namespace useapi::database_simulation::statement_text

#endif
