#include "emulator/faults/fault_plan.hpp"

#include "emulator/faults/stable_hash.hpp"
#include "emulator/service/account.hpp"

#include <utility>

namespace useapi::emulator {
namespace {

bool drawn(double rate, std::uint64_t hash)
{
    constexpr double two_to_53 = 9007199254740992.0;
    return static_cast<double>(hash >> 11) / two_to_53 < rate;
}

// Uses the kind and not the place in the list, so that adding a fault does not change which accounts are
// refused.
bool refuses_login(const fault& refusal, std::uint64_t of_email)
{
    return drawn(refusal.rate(), mix_hash(of_email, hash_text(name_of(refusal.kind()))));
}

bool hits(const fault& each, request_method method, request_number number, std::uint64_t of_fault)
{
    if (each.method() && *each.method() != method)
        return false;
    // With a method, requests of other methods do not count, so they may come in between in any order.
    const auto nth = each.method() ? number.of_method : number.of_email;
    return (!each.nth() || each.nth()->contains(nth)) && drawn(each.rate(), mix_hash(of_fault, nth));
}

void add(verdict& decided, const fault& hit)
{
    if (hit.kind() == fault_kind::delay) {
        auto& wait = hit.applied() == strikes::before_change ? decided.delay_before : decided.delay_after;
        wait += hit.delay();
    } else if (decided.strike == nullptr) {
        decided.strike = &hit;
    }
}

} // namespace

fault_plan::fault_plan(std::uint64_t seed, std::vector<fault> faults)
    : seed_(seed), faults_(std::move(faults))
{
    for (auto& each : faults_) {
        if (each.email())
            each.email(email_key(*each.email()));
    }
}

verdict fault_plan::decide(std::string_view email, request_method method, request_number number) const
{
    verdict decided;
    const auto key = email_key(email);
    const auto of_email = mix_hash(mix_hash(0, seed_), hash_text(key));

    for (std::size_t index = 0; index < faults_.size(); ++index) {
        const fault& each = faults_[index];
        if (each.email() && *each.email() != key)
            continue;
        if (is_login_refusal(each.kind())) {
            if (method == request_method::post && !decided.login_refusal && refuses_login(each, of_email))
                decided.login_refusal = each.kind();
        } else if (hits(each, method, number, mix_hash(of_email, index))) {
            add(decided, each);
        }
    }
    return decided;
}

} // namespace useapi::emulator
