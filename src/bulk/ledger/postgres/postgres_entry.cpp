#include "bulk/ledger/postgres/postgres_entry.hpp"

#include "bulk/ledger/postgres/entry_kind.hpp"
#include "bulk/ledger/postgres/postgres_rows.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk::postgres {
namespace {

using values = std::map<std::string, std::string>;

constexpr const char* tokens_name = "digest of tokens";
constexpr const char* rows_name = "digest of rows";
constexpr const char* began_name = "run_began";

std::optional<work_fingerprint> recorded_fingerprint(values& run)
{
    work_fingerprint found;
    if (!parse_hexadecimal(run[tokens_name], found.tokens) || !parse_hexadecimal(run[rows_name], found.rows))
        return std::nullopt;
    return found;
}

[[noreturn]] void refuse_other(const connection& on, const std::string& what, std::int64_t lease_left)
{
    on.refuse(
        "other workers send " + what +
        ": give all workers the same file and the same tokens, or wait for the end of their leases, in " +
        std::to_string(lease_left / 1000 + 1) + " s");
}

void refuse_if_it_may_not(const connection& on, entry_kind kind, std::int64_t lease_left)
{
    switch (kind) {
    case entry_kind::begins:
    case entry_kind::joins:
        return;
    case entry_kind::has_other_tokens:
        refuse_other(on, "with another API token", lease_left);
    case entry_kind::has_other_rows:
        refuse_other(on, "another file", lease_left);
    case entry_kind::comes_after_another:
        on.refuse("another import was begun with another file or API token since");
    }
}

/** A time later than all earlier outcomes, even if the database's clock has gone back. */
wall_time beginning_after(connection& on, wall_time now)
{
    const rows settled = on.execute("SELECT coalesce(max(settled_at), 0) FROM useapi_account");
    return std::max(now, wall_time(std::chrono::milliseconds(settled.number(0, 0) + 1)));
}

statement record_of(const entering_worker& who, wall_time run_began)
{
    std::vector<parameter> names{tokens_name, rows_name, began_name};
    std::vector<parameter> contents{to_hexadecimal(who.fingerprint.tokens),
                                    to_hexadecimal(who.fingerprint.rows),
                                    std::to_string(run_began.time_since_epoch().count())};
    for (const auto& [name, content] : who.notes) {
        names.emplace_back(name);
        contents.emplace_back(content);
    }
    return {"INSERT INTO useapi_run SELECT * FROM unnest($1::text[], $2::text[]) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            {array_of(names), array_of(contents)}};
}

} // namespace

std::string new_worker_name()
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    // A process number may occur again, on another machine with that name or after a restart.
    std::string name = std::string(host.data()) + ':' + std::to_string(::getpid()) + ':';
    const ledger_salt random = make_salt();
    name += to_hexadecimal(std::span(random).first(4));
    return name;
}

run_entry enter_run(connection& on, const entering_worker& who, bool has_begun)
{
    left_open guard(on);
    std::vector<statement> questions = on.beginning(read_committed);
    const std::size_t at = questions.size();
    questions.push_back({lock_of_entry, {}});
    questions.push_back({run_query, {}});
    questions.push_back(
        {"SELECT count(*), coalesce(max(extract(epoch FROM lease_until - clock_timestamp()) * "
         "1000)::bigint, 0) FROM useapi_worker WHERE name <> $1 AND lease_until > "
         "clock_timestamp()",
         {who.name}});
    questions.push_back({std::string("SELECT ") + now_in_ms, {}});
    const std::vector<rows> answers = on.execute_together(questions);
    values run = read_run(answers[at + 1]);
    run_entry made;
    made.others = answers[at + 2].number(0, 0);
    made.now = wall_time(std::chrono::milliseconds(answers[at + 3].number(0, 0)));

    const entry_kind kind =
        judge_entry(recorded_fingerprint(run), who.fingerprint, made.others != 0, has_begun);
    refuse_if_it_may_not(on, kind, answers[at + 2].number(0, 1));
    std::vector<statement> changes;
    if (kind == entry_kind::begins) {
        made.run_began = beginning_after(on, made.now);
        changes.push_back(record_of(who, made.run_began));
    } else {
        const std::string& began = run[began_name];
        std::int64_t milliseconds = 0;
        std::from_chars(began.data(), began.data() + began.size(), milliseconds);
        made.run_began = wall_time(std::chrono::milliseconds(milliseconds));
    }
    // Does not wait for a transaction that a dead worker may have left open.
    changes.push_back({"DELETE FROM useapi_worker WHERE name IN (SELECT name FROM useapi_worker "
                       "WHERE lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED)",
                       {}});
    changes.push_back({"INSERT INTO useapi_worker VALUES ($1, clock_timestamp() + $2 * interval '1 ms') "
                       "ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until",
                       {who.name, std::to_string(who.lease.count())}});
    changes.push_back({"COMMIT", {}});
    on.execute_together(changes);
    guard.is_over = true;
    return made;
}

std::set<std::string> owners_with_lease(connection& on, const rows& locked, const std::string& but)
{
    std::set<std::string> owners;
    const int owner = locked.columns() - 1;
    for (int i = 0; i < locked.count(); ++i)
        if (!locked.is_null(i, owner) && locked.text(i, owner) != but)
            owners.emplace(locked.text(i, owner));
    if (owners.empty())
        return owners;
    const rows found = on.execute(
        "WITH ended AS (SELECT name FROM useapi_worker WHERE name = ANY($1::text[]) AND lease_until < "
        "clock_timestamp() FOR UPDATE SKIP LOCKED) SELECT name FROM useapi_worker WHERE name = "
        "ANY($1::text[]) AND name NOT IN (SELECT name FROM ended)",
        {array_of({owners.begin(), owners.end()})});
    std::set<std::string> with_lease;
    for (int i = 0; i < found.count(); ++i)
        with_lease.emplace(found.text(i, 0));
    return with_lease;
}

} // namespace useapi::bulk::postgres
