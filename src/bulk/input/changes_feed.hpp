#ifndef USEAPI_SRC_BULK_INPUT_CHANGES_FEED_HPP
#define USEAPI_SRC_BULK_INPUT_CHANGES_FEED_HPP

#include "bulk/input/row_source.hpp"

#include <useapi/bulk/plan_core.hpp>

#include <functional>
#include <memory>

namespace useapi::bulk {

/** The rows of another feed that the service does not hold already as they are. Of the others nothing is
   sent, but they have a result. */
class changes_feed final : public row_source
{
public:
    changes_feed(std::unique_ptr<row_source> rows, std::shared_ptr<plan_core> plan);

    item next() override;

    void async_wait(std::function<void()> ready) override { rows_->async_wait(std::move(ready)); }

    void cancel_wait() noexcept override { rows_->cancel_wait(); }

    bool can_be_read_to_its_end() const noexcept override { return rows_->can_be_read_to_its_end(); }

    bool can_restart() const noexcept override { return rows_->can_restart(); }

    void restart() override { rows_->restart(); }

private:
    const std::unique_ptr<row_source> rows_;
    const std::shared_ptr<plan_core> plan_;
};

} // namespace useapi::bulk

#endif
