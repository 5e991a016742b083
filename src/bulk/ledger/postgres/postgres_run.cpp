#include "bulk/ledger/postgres/postgres_run.hpp"

#include "bulk/ledger/postgres/postgres_rows.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace useapi::bulk::postgres {
namespace {

constexpr std::string_view format_version = "1";

constexpr const char* schema = R"(
    CREATE TABLE IF NOT EXISTS useapi_run (name text PRIMARY KEY, value text NOT NULL);
    CREATE TABLE IF NOT EXISTS useapi_worker (name text PRIMARY KEY, lease_until timestamptz NOT NULL);
    CREATE TABLE IF NOT EXISTS useapi_account (
        profile text NOT NULL, email text COLLATE "C" NOT NULL, state text NOT NULL, before_sent text NOT NULL,
        digest bytea NOT NULL, line bigint NOT NULL, attempts bigint NOT NULL, status integer NOT NULL,
        effect text NOT NULL, may_pass boolean NOT NULL, error text NOT NULL, retries text NOT NULL,
        first_sent_at bigint, sent_at bigint, settled_at bigint, elapsed_ms bigint NOT NULL,
        seal bytea NOT NULL, worker text, PRIMARY KEY (profile, email)) WITH (fillfactor = 60);
)";

std::string text_of(const ledger_salt& salt)
{
    std::string text;
    for (const std::uint8_t byte : salt)
        text += std::to_string(byte) + ' ';
    return text;
}

void set(connection& on, const std::string& key, const std::string& value)
{
    on.execute("INSERT INTO useapi_run VALUES ($1, $2) "
               "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
               {key, value});
}

// Reads the path before the search path is set, since a path may name the system's schemas first.
constexpr const char* schemas_of_search_path =
    "SELECT s.name, EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
    "ON n.oid = c.relnamespace WHERE n.nspname = s.name AND c.relname = 'useapi_account'), "
    "pg_catalog.current_setting('search_path') "
    "FROM (SELECT NULL) none LEFT JOIN pg_catalog.unnest(pg_catalog.current_schemas(false)) "
    "WITH ORDINALITY AS s(name, place) ON left(s.name::text, 3) <> 'pg_' "
    "AND s.name <> 'information_schema' ORDER BY s.place";

} // namespace

ledger_salt read_salt(const connection& on, const std::string& text)
{
    ledger_salt salt{};
    const char* next = text.data();
    const char* const end = next + text.size();
    for (std::uint8_t& byte : salt) {
        const auto parsed = std::from_chars(next, end, byte);
        if (parsed.ec != std::errc() || parsed.ptr == end)
            on.refuse("is damaged: its salt was altered");
        next = parsed.ptr + 1;
    }
    return salt;
}

void make_schema(connection& on)
{
    transaction all(on);
    const rows schemas = on.execute(schemas_of_search_path);
    const std::string path = schemas.text(0, 2);
    // With a list of names it is not clear which one to make.
    const bool is_one_name =
        path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (schemas.is_null(0, 0) && is_one_name && !path.empty())
        on.execute("CREATE SCHEMA " + quoted_name(path));
    all.commit();
}

bool find_tables(connection& on)
{
    transaction all(on);
    const rows schemas = on.execute(schemas_of_search_path);
    all.commit();
    if (schemas.is_null(0, 0))
        on.refuse("no schema of its search_path exists: " + schemas.text(0, 2));
    int chosen = 0;
    for (int i = schemas.count() - 1; i >= 0; --i)
        if (schemas.text(i, 1) == "t")
            chosen = i;
    on.use_schema(schemas.text(chosen, 0));
    return schemas.text(chosen, 1) == "t";
}

void make_tables(connection& on)
{
    if (!on.execute("SELECT to_regclass('useapi_account')").is_null(0, 0))
        return;
    for (std::string_view rest = schema; rest.find(';') != std::string_view::npos;) {
        on.execute(std::string(rest.substr(0, rest.find(';'))));
        rest.remove_prefix(rest.find(';') + 1);
    }
}

ledger_salt take_up_run(connection& on, const ledger_purpose& purpose)
{
    auto run = read_run(on);
    if (run.empty()) {
        set(on, "format", std::string(format_version));
        set(on, "salt", text_of(make_salt()));
        set(on, "input", purpose.identity.input);
        set(on, "first_email", purpose.identity.first_email);
        set(on, "base_url", purpose.identity.base_url);
        run = read_run(on);
    }
    if (run["format"] != format_version)
        on.refuse("was made by another version of useapi");
    const run_identity recorded = identity_of(run);
    if (const auto why = difference(recorded, purpose.identity))
        on.refuse(*why + "; name another database, or another schema with options=-csearch_path%3DNAME");
    if (const auto why = difference_of_profiles(recorded, purpose.identity))
        on.refuse(*why);
    for (const auto& [profile, base_url] : purpose.identity.other_base_urls)
        if (!recorded.other_base_urls.contains(profile))
            set(on, name_of_base_url(profile), base_url);
    return read_salt(on, run["salt"]);
}

bool holds_run(connection& on, const ledger_salt& salt)
{
    return !on.execute("SELECT to_regclass('useapi_run')").is_null(0, 0) &&
           read_run(on)["salt"] == text_of(salt);
}

} // namespace useapi::bulk::postgres
