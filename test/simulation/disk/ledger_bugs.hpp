#ifndef USEAPI_TEST_SIMULATION_DISK_LEDGER_BUGS_HPP
#define USEAPI_TEST_SIMULATION_DISK_LEDGER_BUGS_HPP

#include <span>
#include <string_view>

namespace useapi::disk_simulation {

/** A bug of the disk or of the ledger that can be switched on, to see that the checks find it. */
struct ledger_bug
{
    std::string_view name;
    std::string_view what;
};

std::span<const ledger_bug> ledger_bugs() noexcept;

/** @return false if no bug has this name. */
bool put_in(std::string_view name) noexcept;

bool is_put_in(std::string_view name) noexcept;

} // namespace useapi::disk_simulation

#endif
