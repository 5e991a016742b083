#ifndef USEAPI_SRC_BULK_INPUT_CHOSEN_FEED_HPP
#define USEAPI_SRC_BULK_INPUT_CHOSEN_FEED_HPP

#include "bulk/input/row_source.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace useapi::bulk {

/** The rows of another feed whose accounts were chosen. The others are as if they were not there, bad rows
   and repeated ones as well. */
class chosen_feed final : public row_source
{
public:
    using chooser = std::function<bool(const std::string& profile, const std::string& email)>;

    chosen_feed(std::unique_ptr<row_source> rows, chooser is_chosen)
        : rows_(std::move(rows)), is_chosen_(std::move(is_chosen))
    {
    }

    item next() override;

    void async_wait(std::function<void()> ready) override { rows_->async_wait(std::move(ready)); }

    void cancel_wait() noexcept override { rows_->cancel_wait(); }

    bool can_be_read_to_its_end() const noexcept override { return rows_->can_be_read_to_its_end(); }

    bool can_restart() const noexcept override { return rows_->can_restart(); }

    void restart() override { rows_->restart(); }

private:
    const std::unique_ptr<row_source> rows_;
    const chooser is_chosen_;
};

} // namespace useapi::bulk

#endif
