#include <useapi/bulk/row_result.hpp>

namespace useapi::bulk {

std::string_view row_result::outcome_name() const noexcept
{
    switch (outcome) {
    case row_outcome::applied:
    case row_outcome::unchanged:
        return "registered";
    case row_outcome::rejected:
        return "refused";
    case row_outcome::failed:
        return effect == useapi::effect::unknown ? "unknown" : "failed";
    case row_outcome::skipped:
        return "pending";
    case row_outcome::deleted:
        return "deleted";
    case row_outcome::not_deleted:
        return "not_deleted";
    }
    return "invalid";
}

} // namespace useapi::bulk
