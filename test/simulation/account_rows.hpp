#ifndef USEAPI_TEST_SIMULATION_ACCOUNT_ROWS_HPP
#define USEAPI_TEST_SIMULATION_ACCOUNT_ROWS_HPP

#include "bulk/feed/row_source.hpp"
#include "bulk/ledger/ledger_setup.hpp"
#include "simulation/model_service.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace useapi::simulation {

/** The row of an account with its present data. */
bulk::input_row row_of(const model_account& account, std::uint64_t line);

/** The one profile of the rows. */
std::vector<bulk::ledger_profile> profiles_of_rows();

/** The input of an import: a row for each account, from line 2 on. It can be read any number of times. */
class account_rows final : public bulk::row_source
{
public:
    /** @param accounts  must outlive this */
    explicit account_rows(const std::vector<model_account>& accounts) : accounts_(accounts) {}

    item next() override;

    void async_wait(std::function<void()>) override {}

    void cancel_wait() noexcept override {}

    bool can_be_read_to_its_end() const noexcept override { return true; }

    bool can_restart() const noexcept override { return true; }

    void restart() override { next_ = 0; }

private:
    const std::vector<model_account>& accounts_;
    std::size_t next_ = 0;
};

} // namespace useapi::simulation

#endif
