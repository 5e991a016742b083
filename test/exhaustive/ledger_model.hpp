#ifndef USEAPI_TEST_EXHAUSTIVE_LEDGER_MODEL_HPP
#define USEAPI_TEST_EXHAUSTIVE_LEDGER_MODEL_HPP

#include "exhaustive/ledger_table.hpp"
#include "exhaustive/model.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::exhaustive::ledgers {

struct ledger_settings
{
    std::string_view name;
    bool verify = false;
    bool may_repeat = true;
    unsigned lease_ends = 1;   ///< of workers that live
    bool only_applies = false; ///< the service registers whatever arrives
    unsigned crashes = 1;      ///< after each crash the worker may come once more
};

/** Two workers import two rows with one shared ledger. Each of them may be late, or die and come again. */
class ledger_model final : public model
{
public:
    ledger_model(const ledger_settings& settings, std::string_view fault);

    std::unique_ptr<model> copy() const override { return std::make_unique<ledger_model>(*this); }

    std::vector<event> next() const override;
    void play(event what) override;
    std::string state() const override;
    void end_well() override;
    std::string text_of(event what) const override;

private:
    /** A row in the hands of a worker. */
    enum class step
    {
        wanted,
        held,    ///< recorded as sent, and to be sent
        to_ask,  ///< the same, but the service is asked first
        calling, ///< the request is under way
        applied, ///< the outcome, which is to be recorded
        rejected,
        failed,
        unknown,
        settled
    };

    enum class life
    {
        outside,
        working,
        dead
    };

    struct worker
    {
        life is = life::outside;
        unsigned runs = 0;
        bulk::wall_time run_began{};
        unsigned run = 0;   ///< the number of its run, as it should be
        unsigned lease = 0; ///< its number, as the worker knows it
        std::array<step, rows> at{};
        std::array<unsigned, rows> claimed_with{}; ///< the number of the lease
    };

    void list_row(std::vector<event>& events, std::size_t who, std::size_t row) const;
    void play_row(event what, worker& mine, std::size_t who, std::size_t row);
    void enter(worker& mine, std::size_t who);
    void enter_again(worker& mine, std::size_t who);
    void claim(worker& mine, std::size_t who, std::size_t row);
    void ask(worker& mine, std::size_t row);
    void begin_call(worker& mine, std::size_t who, std::size_t row);
    void end_call(worker& mine, std::size_t row, step outcome);
    void record(worker& mine, std::size_t who, std::size_t row);
    void check();
    bool leads_on(const event& which) const;
    bool is_still_ours(const worker& mine, std::size_t row) const;
    std::string half_state(std::size_t who, bool swaps_rows) const;
    std::string state_as_seen(bool swaps_workers, bool swaps_rows) const;

    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    const ledger_settings settings_;
    const std::string_view fault_;
    table table_;
    std::array<worker, workers> workers_;
    unsigned run_ = 0;
    unsigned late_ = 0;
    unsigned crashes_ = 0;
    std::array<unsigned, rows> registered_{}; ///< times that the service registered it
    std::array<unsigned, rows> settled_in_{}; ///< the run that settled it last
    std::array<bool, rows> arrived_{};        ///< a request for it may have been applied
};

} // namespace useapi::exhaustive::ledgers

#endif
