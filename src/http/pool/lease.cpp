#include "http/pool/lease.hpp"

#include "http/pool/lease_slot.hpp"
#include "http/pool/pool.hpp"

#include <utility>

namespace useapi::http {

lease::lease(std::shared_ptr<pool> owner, slot& held) noexcept : pool_(std::move(owner)), slot_(&held) {}

lease::lease(lease&& other) noexcept
    : pool_(std::move(other.pool_)), slot_(std::exchange(other.slot_, nullptr))
{
}

lease& lease::operator=(lease&& other) noexcept
{
    if (this != &other) {
        end(fate::broken);
        pool_ = std::move(other.pool_);
        slot_ = std::exchange(other.slot_, nullptr);
    }
    return *this;
}

lease::~lease()
{
    end(fate::broken);
}

connection& lease::operator*() const noexcept
{
    return *slot_->connection;
}

bool lease::reused() const noexcept
{
    return slot_->reused();
}

std::uint64_t lease::ticket() const noexcept
{
    return slot_->uses();
}

std::uint64_t lease::number() const noexcept
{
    return slot_->number;
}

void lease::release(std::chrono::steady_clock::time_point now) noexcept
{
    end(fate::reusable, now);
}

void lease::discard() noexcept
{
    end(fate::broken);
}

void lease::discard_with_siblings() noexcept
{
    end(fate::found_dead);
}

void lease::end(fate how, std::chrono::steady_clock::time_point reusable_from) noexcept
{
    if (slot* const held = std::exchange(slot_, nullptr)) {
        const auto owner = std::move(pool_);
        owner->end(*held, how, reusable_from);
    }
}

} // namespace useapi::http
