#include "cli/import/plan/places.hpp"

#include <fmt/format.h>

namespace useapi::cli {

std::optional<std::string> describe_shortage(std::uint64_t needed, const subscription& held)
{
    if (held.is_active() == false)
        return "the subscription is not active: rows are refused until it is renewed";
    const auto free = held.free_places(runway_service);
    if (!free || needed <= *free)
        return std::nullopt;
    std::string said = fmt::format(
        "{} need{} new place{}, {} {} free", needed == 1 ? "1 row" : fmt::format("{} rows", needed),
        needed == 1 ? "s a" : "", needed == 1 ? "" : "s", *free, *free == 1 ? "is" : "are");
    const auto counts = held.accounts_of(runway_service);
    const std::uint64_t dead = counts ? counts->in_error().value_or(0) : 0;
    if (dead != 0)
        said += dead == 1 ? "; 1 is held by an account in error"
                          : fmt::format("; {} are held by accounts in error", dead);
    return said;
}

} // namespace useapi::cli
