#ifndef USEAPI_SRC_BULK_FEED_CHANGES_FEED_HPP
#define USEAPI_SRC_BULK_FEED_CHANGES_FEED_HPP

#include "bulk/feed/filtering_source.hpp"

#include <useapi/bulk/import_plan.hpp>

#include <memory>

namespace useapi::bulk {

/** The rows of another feed whose accounts differ from those that the service holds. The other rows are not
    sent, but get a result. */
class changes_feed final : public filtering_source
{
public:
    changes_feed(std::unique_ptr<row_source> rows, std::shared_ptr<import_plan> plan);

    item next() override;

private:
    const std::shared_ptr<import_plan> plan_;
};

} // namespace useapi::bulk

#endif
