#include "cli/import/plan/places.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace useapi::cli {

namespace {

constexpr std::string_view runway_entry = "Runway API";

bool begins_with_name(std::string_view entry, std::string_view name) noexcept
{
    return entry.size() >= name.size() &&
           std::equal(name.begin(), name.end(), entry.begin(), [](char expected, char c) {
               return expected == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
           });
}

/** The name of the service's entry; the name of the service if there is no entry. */
std::string_view entry_of(const subscription& held, const accounts::service_traits* of)
{
    if (of == nullptr)
        return runway_entry;
    for (const auto& [entry, counts] : held.accounts())
        if (begins_with_name(entry, of->name))
            return entry;
    return of->name;
}

} // namespace

std::optional<account_counts> counts_of(const subscription& held, const accounts::service_traits* of)
{
    return held.accounts_of(entry_of(held, of));
}

std::optional<std::uint64_t> free_places_of(const subscription& held, const accounts::service_traits* of)
{
    return held.free_places(entry_of(held, of));
}

std::optional<std::string> describe_shortage(std::uint64_t needed, const subscription& held,
                                             const accounts::service_traits* of)
{
    if (held.is_active() == false)
        return "the subscription is not active: rows are refused until it is renewed";
    const auto free = free_places_of(held, of);
    if (!free || needed <= *free)
        return std::nullopt;
    std::string said = fmt::format(
        "{} need{} new place{}, {} {} free", needed == 1 ? "1 row" : fmt::format("{} rows", needed),
        needed == 1 ? "s a" : "", needed == 1 ? "" : "s", *free, *free == 1 ? "is" : "are");
    const auto counts = counts_of(held, of);
    const std::uint64_t dead = counts ? counts->in_error().value_or(0) : 0;
    if (dead != 0)
        said += dead == 1 ? "; 1 is held by an account in error"
                          : fmt::format("; {} are held by accounts in error", dead);
    return said;
}

} // namespace useapi::cli
