#include "bulk/ledger/sqlite/sqlite_ledger.hpp"

#include "bulk/ledger/sqlite/locked_file.hpp"
#include "bulk/ledger/sqlite/sqlite_database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

wall_time now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

class sqlite_ledger final : public ledger_store
{
public:
    sqlite_ledger(const std::string& path, const ledger_purpose& purpose)
        : name_(path), file_(path), database_(path, SQLite::OPEN_READWRITE, sqlite::patience_ms),
          rules_(purpose.rules)
    {
        // SQLite makes its other files with the permissions of this one, as soon as it reads this one.
        if (file_.is_certain())
            file_.close_to_others();
        // With a weaker mode, a power failure could lose the record that a row was sent.
        database_.exec("PRAGMA synchronous = FULL");
        create_or_take_up(purpose);
        // Switches to the log only now, so that the kind of file is recorded in the file itself.
        file_.close_to_others();
        database_.exec("PRAGMA journal_mode = WAL");
        // After a sync that failed, the system may have dropped a part of the log without a trace: the file
        // reads as before, later syncs succeed, and a power failure loses everything behind the gap. So the
        // log of an earlier run is not continued: what can be read of it is written to the file, and a new
        // one begins. Another program that reads the ledger for longer than this prevents that.
        database_.setBusyTimeout(sqlite::patience_of_run_ms);
        database_.exec("PRAGMA main.wal_checkpoint(TRUNCATE)");
        // Later than all outcomes of earlier runs, even if the clock has gone back: this time distinguishes
        // runs.
        rules_.run_began = std::max(now(), last_settled_ + 1ms);
        find_.emplace(database_, std::string("SELECT ") + sqlite::columns +
                                     " FROM account WHERE profile = ? AND email = ?");
        put_.emplace(database_, std::string("INSERT OR REPLACE INTO account (") + sqlite::columns +
                                    ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    }

    const ledger_salt& salt() const noexcept override { return salt_; }

    std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                  const std::vector<ledger_claim>& claims) override
    {
        std::vector<admission> admissions;
        admissions.reserve(claims.size());
        try {
            SQLite::Transaction all(database_, SQLite::TransactionBehavior::IMMEDIATE);
            for (const ledger_claim& each : claims) {
                auto known = find(each.key);
                const next_step step = decide(known ? &*known : nullptr, each, rules_);
                if (step != next_step::keep && !each.only_look) {
                    put(mark_sent(known ? &*known : nullptr, each, now()));
                    claimed_.insert(each.key);
                }
                admissions.emplace_back(step, known ? std::move(*known) : ledger_row());
            }
            for (const ledger_outcome& each : outcomes) {
                // A row that was only asked about may be sent by an earlier run, and stays so.
                if (auto known = claimed_.contains(each.key) ? find(each.key) : std::nullopt)
                    put(mark_outcome(std::move(*known), each, std::max(now(), rules_.run_began)));
            }
            all.commit();
            for (const ledger_outcome& each : outcomes)
                claimed_.erase(each.key);
        } catch (const SQLite::Exception& failure) {
            sqlite::refuse(name_, failure);
        }
        return admissions;
    }

    void change(const std::function<bool(const row_key&)>& which,
                const std::function<ledger_row(ledger_row)>& how) override
    {
        try {
            SQLite::Transaction all(database_, SQLite::TransactionBehavior::IMMEDIATE);
            std::vector<ledger_row> changed;
            SQLite::Statement rows(database_, std::string("SELECT ") + sqlite::columns + " FROM account");
            while (rows.executeStep()) {
                ledger_row row = sqlite::read_row(rows, name_);
                if (which(row.key))
                    changed.push_back(how(std::move(row)));
            }
            for (const ledger_row& each : changed)
                put(each);
            all.commit();
        } catch (const SQLite::Exception& failure) {
            sqlite::refuse(name_, failure);
        }
    }

private:
    void create_or_take_up(const ledger_purpose& purpose)
    {
        SQLite::Transaction all(database_, SQLite::TransactionBehavior::IMMEDIATE);
        if (database_.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0 &&
            database_.execAndGet("PRAGMA application_id").getInt64() == 0)
            create(purpose);
        else
            take_up(purpose);
        all.commit();
    }

    void create(const ledger_purpose& purpose)
    {
        database_.exec(sqlite::schema);
        database_.exec("PRAGMA application_id = " + std::to_string(sqlite::application_id));
        database_.exec("PRAGMA user_version = " + std::to_string(sqlite::format_version));
        salt_ = make_salt();
        set("salt", to_hexadecimal(salt_));
        set("input", purpose.identity.input);
        set("first_email", purpose.identity.first_email);
        set("base_url", purpose.identity.base_url);
        set("created_at", std::to_string(now().time_since_epoch().count()));
        note_rest(purpose);
    }

    void take_up(const ledger_purpose& purpose)
    {
        sqlite::require_ledger(database_, name_);
        const std::string found = database_.execAndGet("PRAGMA quick_check(1)").getString();
        if (found != "ok")
            sqlite::refuse(name_, sqlite::meaning_of_check(found));
        auto run = sqlite::read_run(database_, name_);
        const run_identity recorded = identity_of(run);
        if (const auto why = difference(recorded, purpose.identity))
            sqlite::refuse(name_, *why + "; name another ledger for another run");
        if (const auto why = difference_of_profiles(recorded, purpose.identity))
            sqlite::refuse(name_, *why);
        salt_ = sqlite::parse_salt(run["salt"], name_);
        SQLite::Statement rows(database_, std::string("SELECT ") + sqlite::columns + " FROM account");
        while (rows.executeStep())
            last_settled_ =
                std::max(last_settled_, sqlite::read_row(rows, name_).settled_at.value_or(wall_time{}));
        note_rest(purpose);
    }

    /** Writes values that may change from run to run, or that were not known before. */
    void note_rest(const ledger_purpose& purpose)
    {
        if (purpose.rows != 0)
            set("rows", std::to_string(purpose.rows));
        if (purpose.notes)
            for (const auto& [name, value] : purpose.notes(salt_))
                set(name, value);
        for (const auto& [profile, base_url] : purpose.identity.other_base_urls)
            set(name_of_base_url(profile), base_url);
    }

    void set(const std::string& key, const std::string& value)
    {
        SQLite::Statement statement(database_, "INSERT OR REPLACE INTO run VALUES (?, ?, ?)");
        const row_seal seal = seal_of(key, value);
        statement.bind(1, key);
        statement.bind(2, value);
        statement.bind(3, seal.data(), static_cast<int>(seal.size()));
        statement.exec();
    }

    std::optional<ledger_row> find(const row_key& key)
    {
        find_->reset();
        find_->bind(1, key.profile);
        find_->bind(2, key.email);
        if (!find_->executeStep())
            return std::nullopt;
        ledger_row row = sqlite::read_row(*find_, name_);
        find_->reset();
        return row;
    }

    void put(const ledger_row& row)
    {
        put_->reset();
        sqlite::bind_row(*put_, row);
        put_->exec();
    }

    const std::string name_;
    sqlite::locked_file file_;
    SQLite::Database database_;
    resume_rules rules_;
    wall_time last_settled_{};  ///< by an earlier run
    std::set<row_key> claimed_; ///< by this run, without an outcome
    ledger_salt salt_{};
    std::optional<SQLite::Statement> find_;
    std::optional<SQLite::Statement> put_;
};

} // namespace

std::unique_ptr<ledger_store> open_sqlite_ledger(const std::string& path, const ledger_purpose& purpose)
{
    try {
        return std::make_unique<sqlite_ledger>(path, purpose);
    } catch (const SQLite::Exception& failure) {
        sqlite::refuse(path, failure);
    }
}

} // namespace useapi::bulk
