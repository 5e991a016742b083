#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "bulk/ledger/postgres/postgres_ledger.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

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
        if (database_.execute("SELECT to_regclass('useapi_run')").is_null(0, 0))
            database_.refuse("holds no ledger of useapi");
    }

    ledger_run run() override
    {
        auto values = postgres::read_run(database_);
        ledger_run made;
        made.input = values["input"];
        made.base_url = values["base_url"];
        const std::string& rows = values["rows"];
        std::from_chars(rows.data(), rows.data() + rows.size(), made.rows);
        made.now = wall_time(std::chrono::milliseconds(
            database_.execute(std::string("SELECT ") + postgres::now_in_ms).number(0, 0)));
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

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string& url)
{
    return std::make_unique<postgres_reading>(url);
}

} // namespace useapi::bulk
