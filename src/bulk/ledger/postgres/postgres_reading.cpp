#include "bulk/ledger/postgres/postgres_arrays.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "bulk/ledger/postgres/postgres_ledger.hpp"
#include "bulk/ledger/postgres/postgres_rows.hpp"
#include "bulk/ledger/postgres/postgres_run.hpp"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

constexpr std::chrono::seconds longest_wait_for_lock{10};
constexpr std::chrono::milliseconds no_limit{0};

class postgres_reading final : public ledger_reading
{
public:
    explicit postgres_reading(const std::string& url) : database_(url)
    {
        database_.limit(longest_wait_for_lock, no_limit, no_limit);
        if (!postgres::find_tables(database_))
            return;
        // Tables without a run were made by `useapi ledger init`.
        postgres::transaction all(database_, postgres::snapshot);
        is_there_ = !postgres::read_run(database_).empty();
        all.commit();
    }

    bool is_there() const noexcept { return is_there_; }

    void require() const
    {
        if (!is_there_)
            database_.refuse("holds no ledger of useapi");
    }

    ledger_run run() override
    {
        postgres::transaction all(database_, postgres::snapshot);
        auto values = postgres::read_run(database_);
        ledger_run made;
        made.input = values["input"];
        made.base_url = values["base_url"];
        const std::string& rows = values["rows"];
        std::from_chars(rows.data(), rows.data() + rows.size(), made.rows);
        made.salt = postgres::read_salt(database_, values["salt"]);
        made.values = std::move(values);
        made.now = wall_time(std::chrono::milliseconds(
            database_.execute(std::string("SELECT ") + postgres::now_in_ms).number(0, 0)));
        const postgres::rows workers = database_.execute(
            "SELECT w.name, (extract(epoch FROM w.lease_until - clock_timestamp()) * 1000)::bigint, "
            "(SELECT count(*) FROM useapi_account a WHERE a.worker = w.name) FROM useapi_worker w "
            "WHERE w.lease_until > clock_timestamp() ORDER BY 2");
        for (int i = 0; i < workers.count(); ++i) {
            ledger_worker& worker = made.workers.emplace_back();
            worker.name = workers.text(i, 0);
            worker.lease_left = std::chrono::milliseconds(workers.number(i, 1));
            worker.rows = static_cast<std::uint64_t>(workers.number(i, 2));
        }
        all.commit();
        return made;
    }

    void for_each(const std::function<void(const ledger_row&)>& take) override
    {
        postgres::transaction all(database_, postgres::snapshot);
        database_.every_row(
            std::string("SELECT ") + postgres::columns + " FROM useapi_account ORDER BY profile, email",
            [&](const postgres::rows& some, int row) { take(postgres::read_row(database_, some, row)); });
        all.commit();
    }

    std::map<row_key, ledger_row> find(const std::vector<row_key>& keys) override
    {
        postgres::key_arrays wanted;
        for (const row_key& each : keys)
            wanted.add(each);
        postgres::left_open guard(database_);
        std::vector<postgres::statement> all = database_.beginning(postgres::snapshot);
        const std::size_t asked = all.size();
        all.push_back({std::string("SELECT ") + postgres::columns +
                           " FROM useapi_account WHERE (profile, email) IN (SELECT * FROM unnest($1::text[], "
                           "$2::text[]))",
                       wanted.parameters()});
        all.push_back({"COMMIT", {}});
        const std::vector<postgres::rows> answers = database_.execute_together(all);
        guard.is_over = true;
        return postgres::read_rows(database_, answers[asked]);
    }

private:
    postgres::connection database_;
    bool is_there_ = false;
};

} // namespace

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string& url)
{
    auto made = std::make_unique<postgres_reading>(url);
    made->require();
    return made;
}

std::unique_ptr<ledger_reading> read_postgres_ledger_if_any(const std::string& url)
{
    auto made = std::make_unique<postgres_reading>(url);
    return made->is_there() ? std::move(made) : nullptr;
}

} // namespace useapi::bulk
