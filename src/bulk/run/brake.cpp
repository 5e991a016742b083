#include "bulk/run/brake.hpp"

#include "bulk/plural.hpp"

namespace useapi::bulk {

bool brake::allows(std::size_t in_flight) const noexcept
{
    const std::uint64_t may_be_refused = refused_ + in_flight;
    const bool none_succeeded = refused_ == outcomes_;
    const bool too_many_at_first = percent_ != 0 && none_succeeded && may_be_refused >= first_rows;
    // Allows at least one call, since only an outcome can stop the run.
    return in_flight == 0 || (!too_many_at_first && (most_ == 0 || may_be_refused < most_));
}

std::optional<std::string> brake::on_outcome(bool is_refused)
{
    recent_[outcomes_ % last_rows] = is_refused;
    ++outcomes_;
    refused_ += is_refused;
    if (!is_refused)
        return std::nullopt;
    if (most_ != 0 && refused_ >= most_)
        return plural_rows(refused_) + " refused";
    if (percent_ == 0)
        return std::nullopt;
    if (outcomes_ == first_rows && refused_ == first_rows)
        return "the first " + plural_rows(first_rows) + " were all refused";
    if (outcomes_ >= last_rows && recent_.count() * 100 >= percent_ * last_rows)
        return std::to_string(recent_.count()) + " of the last " + plural_rows(last_rows) + " were refused";
    return std::nullopt;
}

} // namespace useapi::bulk
