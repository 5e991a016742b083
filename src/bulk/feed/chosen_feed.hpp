#ifndef USEAPI_SRC_BULK_FEED_CHOSEN_FEED_HPP
#define USEAPI_SRC_BULK_FEED_CHOSEN_FEED_HPP

#include "bulk/feed/filtering_source.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace useapi::bulk {

/** The rows of another feed whose accounts were chosen. All others are ignored, also bad and repeated rows.
 */
class chosen_feed final : public filtering_source
{
public:
    using chooser = std::function<bool(const std::string& profile, const std::string& email)>;

    chosen_feed(std::unique_ptr<row_source> rows, chooser is_chosen)
        : filtering_source(std::move(rows)), is_chosen_(std::move(is_chosen))
    {
    }

    item next() override;

private:
    const chooser is_chosen_;
};

} // namespace useapi::bulk

#endif
