#include "bulk/ledger/ledger_writer.hpp"

#include <useapi/error.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <exception>
#include <iterator>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

// A lease is renewed three times before it ends, so that two renewals may be late.
constexpr int renewals_a_lease = 3;

/** Blocks signals in this thread: they are for the threads of the program that uses the library. */
class signals_held_back
{
public:
    signals_held_back()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    ~signals_held_back() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    signals_held_back(const signals_held_back&) = delete;
    signals_held_back& operator=(const signals_held_back&) = delete;

private:
    sigset_t before_;
};

std::string text_of(const std::exception& failure)
{
    const auto* const ours = dynamic_cast<const exception*>(&failure);
    return ours ? ours->reason().detail() : failure.what();
}

} // namespace

ledger_writer::ledger_writer(boost::asio::io_context& context, std::unique_ptr<ledger_store> store,
                             std::function<void(std::string)> failed,
                             std::function<void(std::string)> noticed, std::function<clock::time_point()> now)
    : context_(context), store_(std::move(store)), failed_(std::move(failed)), noticed_(std::move(noticed)),
      now_(std::move(now)), lease_(store_->lease()),
      lease_ends_(now_() + lease_.value_or(std::chrono::milliseconds::zero()))
{
    const signals_held_back held_back;
    thread_ = std::thread([this] { run(); });
}

ledger_writer::~ledger_writer()
{
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        // The run was broken off, so it sends none of these rows.
        if (!hurried_)
            gathered_.claims.clear();
    }
    arrival_.notify_one();
    thread_.join();
}

void ledger_writer::admit(std::vector<ledger_claim> claims, admitted done)
{
    const std::lock_guard lock(mutex_);
    if (broken_)
        return;
    gathered_.claims.emplace_back(std::move(claims), std::move(done));
    arrival_.notify_one();
}

void ledger_writer::record(ledger_outcome outcome)
{
    const std::lock_guard lock(mutex_);
    if (broken_)
        return;
    gathered_.outcomes.push_back(std::move(outcome));
    arrival_.notify_one();
}

void ledger_writer::flush(std::function<void()> done)
{
    const std::lock_guard lock(mutex_);
    if (broken_) {
        boost::asio::post(context_, std::move(done));
        return;
    }
    gathered_.flushes.push_back(std::move(done));
    arrival_.notify_one();
}

void ledger_writer::hurry() noexcept
{
    {
        const std::lock_guard lock(mutex_);
        hurried_ = true;
    }
    arrival_.notify_one();
}

ledger_writer::clock::time_point ledger_writer::now_with_sleep() noexcept
{
    timespec time{};
    if (::clock_gettime(CLOCK_BOOTTIME, &time) != 0)
        return clock::now();
    return clock::time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

std::uint64_t ledger_writer::lease_number() const
{
    const std::lock_guard lock(mutex_);
    if (lease_ && now_() >= lease_ends_) {
        ++lease_number_;
        lease_ends_ = clock::time_point::max();
    }
    return lease_number_;
}

void ledger_writer::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto has_work = [this] { return ending_ || !gathered_.empty(); };
        if (lease_)
            arrival_.wait_for(lock, *lease_ / renewals_a_lease, has_work);
        else
            arrival_.wait(lock, has_work);
        if (ending_ && gathered_.empty())
            return;
        work batch = std::exchange(gathered_, work());
        lock.unlock();
        carry_out(std::move(batch));
        lock.lock();
        if (broken_)
            return;
    }
}

void ledger_writer::carry_out(work batch)
{
    std::vector<ledger_claim> all;
    for (const auto& [claims, done] : batch.claims)
        all.insert(all.end(), claims.begin(), claims.end());
    if (const auto admissions = commit(batch.outcomes, all)) {
        auto next = admissions->begin();
        for (auto& [claims, done] : batch.claims) {
            const auto end = next + static_cast<std::ptrdiff_t>(claims.size());
            boost::asio::post(context_,
                              [tell = std::move(done), part = std::vector<admission>(next, end)]() mutable {
                                  tell(std::move(part));
                              });
            next = end;
        }
    } else {
        const std::lock_guard lock(mutex_);
        std::move(gathered_.flushes.begin(), gathered_.flushes.end(), std::back_inserter(batch.flushes));
        gathered_ = work();
    }
    for (auto& done : batch.flushes)
        boost::asio::post(context_, std::move(done));
}

/** Returns nothing after a final failure. */
std::optional<std::vector<admission>> ledger_writer::commit(const std::vector<ledger_outcome>& outcomes,
                                                            const std::vector<ledger_claim>& claims)
{
    for (;;) {
        try {
            const auto begun = now_();
            auto admissions = store_->commit(outcomes, claims);
            note_commit(begun);
            return admissions;
        } catch (const ledger_out_of_reach& lost) {
            note_lost_leases();
            if (!wait_out(text_of(lost)))
                return std::nullopt;
        } catch (const std::exception& failure) {
            give_up(text_of(failure));
            return std::nullopt;
        }
    }
}

/** Waits until the next try of the ledger; returns false if the time is over. */
bool ledger_writer::wait_out(const std::string& why)
{
    std::unique_lock lock(mutex_);
    const bool is_new = !outage_.is_on();
    const bool was_hurried = hurried_;
    const auto next = outage_.on_failure(clock::now(), hurried_);
    if (!next || ending_) {
        const auto lasted = outage_.on_success(clock::now());
        lock.unlock();
        give_up(text_of_giving_up(why, lasted.value_or(0ms)));
        return false;
    }
    if (is_new)
        tell(text_of_outage(why));
    arrival_.wait_until(lock, *next, [&] { return ending_ || hurried_ != was_hurried; });
    return true;
}

void ledger_writer::give_up(std::string why)
{
    const std::lock_guard lock(mutex_);
    broken_ = true;
    boost::asio::post(context_, [failed = failed_, why = std::move(why)] { failed(why); });
}

void ledger_writer::tell(std::string line)
{
    boost::asio::post(context_, [noticed = noticed_, line = std::move(line)] { noticed(line); });
}

void ledger_writer::note_commit(clock::time_point begun)
{
    if (const auto lasted = outage_.on_success(clock::now()))
        tell(text_of_return(*lasted));
    if (!lease_)
        return;
    note_lost_leases();
    const std::lock_guard lock(mutex_);
    // The lease may have ended during the transaction: until the commit, other workers see the old lease.
    if (now_() >= lease_ends_)
        ++lease_number_;
    lease_ends_ = begun + *lease_;
}

/** A lease may be over by the ledger's clock, and not yet by this worker's. */
void ledger_writer::note_lost_leases()
{
    const std::uint64_t lost = store_->lost_leases();
    if (std::exchange(lost_leases_, lost) == lost)
        return;
    const std::lock_guard lock(mutex_);
    ++lease_number_;
}

} // namespace useapi::bulk
