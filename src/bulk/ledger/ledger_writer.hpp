#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_WRITER_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_WRITER_HPP

#include "bulk/ledger/ledger_outage.hpp"
#include "bulk/ledger/ledger_store.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** Writes a ledger on a thread of its own, so that the `io_context` does not wait for the disk.

    During a transaction, new rows are gathered for the next one: the slower the disk, the more rows share a
    commit. Rows are written in the order in which they came.

    A ledger that is out of reach is tried again for the time that `ledger_outage` sets. After this time, and
    after any other failure, nothing more is written: claims stay unanswered, and `flush` completes at once.

    @par Thread safety
    Shared objects: unsafe. Its own thread is synchronized. Completions run on the
    `io_context`.
*/
class ledger_writer
{
public:
    using admitted = std::function<void(std::vector<admission>)>;
    using clock = std::chrono::steady_clock;

    /** @param failed   called once with a message, on the `io_context`.
        @param noticed  called with a message when the ledger is out of reach or back, on the `io_context`.
        @param now      the clock of leases; also called by the writer's thread. */
    ledger_writer(boost::asio::io_context& context, std::unique_ptr<ledger_store> store,
                  std::function<void(std::string)> failed, std::function<void(std::string)> noticed,
                  std::function<clock::time_point()> now = &now_with_sleep);
    ledger_writer(const ledger_writer&) = delete;
    ledger_writer& operator=(const ledger_writer&) = delete;
    /** Writes the remaining rows, and closes the ledger. */
    ~ledger_writer();

    /** @param done called when the rows that may be sent are on the disk as sent. */
    void admit(std::vector<ledger_claim> claims, admitted done);

    void record(ledger_outcome outcome);

    /** @param done called when all records are on the disk, or when they never will be. */
    void flush(std::function<void()> done);

    /** No row is left to send: from now on a ledger that is out of reach is tried only for
        `patience_at_the_end`. */
    void hurry() noexcept;

    /** A clock that goes on while the machine sleeps. The leases of its rows also go on then, since other
        workers see them. */
    static clock::time_point now_with_sleep() noexcept;

    /** A number that changes whenever rows that were admitted before may belong to another worker. */
    std::uint64_t lease_number() const;

private:
    struct work
    {
        std::vector<ledger_outcome> outcomes;
        std::vector<std::pair<std::vector<ledger_claim>, admitted>> claims;
        std::vector<std::function<void()>> flushes;

        bool empty() const noexcept { return outcomes.empty() && claims.empty() && flushes.empty(); }
    };

    void run();
    void carry_out(work batch);
    std::optional<std::vector<admission>> commit(const std::vector<ledger_outcome>& outcomes,
                                                 const std::vector<ledger_claim>& claims);
    bool wait_out(const std::string& why);
    void give_up(std::string why);
    void tell(std::string line);
    void note_commit(clock::time_point begun);
    void note_lost_leases();

    boost::asio::io_context& context_;
    std::unique_ptr<ledger_store> store_;
    const std::function<void(std::string)> failed_;
    const std::function<void(std::string)> noticed_;
    const std::function<clock::time_point()> now_;
    const std::optional<std::chrono::milliseconds> lease_;

    mutable std::mutex mutex_;
    std::condition_variable arrival_;
    work gathered_;
    bool ending_ = false;
    bool hurried_ = false;
    bool broken_ = false;
    mutable std::uint64_t lease_number_ = 0;
    mutable clock::time_point lease_ends_;
    ledger_outage outage_;          ///< used only by the writer's thread
    std::uint64_t lost_leases_ = 0; ///< the same; of which `lease_number_` knows
    std::thread thread_;
};

} // namespace useapi::bulk

#endif
