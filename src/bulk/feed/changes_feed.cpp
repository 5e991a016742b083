#include "bulk/feed/changes_feed.hpp"

#include <utility>
#include <variant>

namespace useapi::bulk {
namespace {

row_result result_of(const plan_entry& entry)
{
    row_result result;
    result.line = entry.line;
    result.email = entry.email;
    result.profile = entry.profile;
    result.outcome = row_outcome::unchanged;
    if (entry.action == plan_action::in_error) {
        // Another login with refused data may lock the account, so the operator decides about it.
        result.outcome = row_outcome::failed;
        result.error =
            "not sent, nothing to change: the service holds it in an error state: " + entry.server_error;
    }
    return result;
}

} // namespace

changes_feed::changes_feed(std::unique_ptr<row_source> rows, std::shared_ptr<import_plan> plan)
    : filtering_source(std::move(rows)), plan_(std::move(plan))
{
}

row_source::item changes_feed::next()
{
    item found = rows_->next();
    const auto* const row = std::get_if<input_row>(&found);
    if (!row)
        return found;
    const plan_entry entry = plan_->judge(row->line, row->profile, row->settings);
    if (entry.action == plan_action::unchanged || entry.action == plan_action::in_error)
        return settled{result_of(entry)};
    return found;
}

} // namespace useapi::bulk
