#include "bulk/feed/chosen_feed.hpp"

#include <variant>

namespace useapi::bulk {

row_source::item chosen_feed::next()
{
    for (;;) {
        item found = rows_->next();
        if (const auto* const row = std::get_if<input_row>(&found)) {
            if (is_chosen_(row->profile, row->settings.email()))
                return found;
        } else if (!std::holds_alternative<row_problem>(found) && !std::holds_alternative<repeated>(found)) {
            return found;
        }
    }
}

} // namespace useapi::bulk
