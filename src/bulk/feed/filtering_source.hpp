#ifndef USEAPI_SRC_BULK_FEED_FILTERING_SOURCE_HPP
#define USEAPI_SRC_BULK_FEED_FILTERING_SOURCE_HPP

#include "bulk/feed/row_source.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace useapi::bulk {

/** A source that returns a part of another source's rows, or returns them in another form. It waits and
    begins again like the other source. */
class filtering_source : public row_source
{
public:
    void async_wait(std::function<void()> ready) final { rows_->async_wait(std::move(ready)); }

    void cancel_wait() noexcept final { rows_->cancel_wait(); }

    bool can_be_read_to_its_end() const noexcept final { return rows_->can_be_read_to_its_end(); }

    bool can_restart() const noexcept final { return rows_->can_restart(); }

    void restart() final { rows_->restart(); }

protected:
    explicit filtering_source(std::unique_ptr<row_source> rows) : rows_(std::move(rows)) {}

    const std::unique_ptr<row_source> rows_;
};

} // namespace useapi::bulk

#endif
