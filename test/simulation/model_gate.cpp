#include "simulation/model_gate.hpp"

#include "simulation/occurrences.hpp"

namespace useapi::simulation {

using namespace std::chrono_literals;

model_gate::passage model_gate::on_request()
{
    // The client may not have read yet what the service asks for at this instant.
    if (clock_.now() >= opens_ || clock_.now() <= closed_at_)
        return passage::open;
    const bool is_probe = probes_ < (clock_.now() - closed_since_) / 1min;
    ++probes_;
    if (is_probe)
        table_of_occurrences().count("gate: let a probe through");
    return is_probe ? passage::probe : passage::too_early;
}

void model_gate::close(std::chrono::milliseconds wait)
{
    ++waits_told_;
    reopened_at_.reset();
    if (clock_.now() + wait <= opens_)
        return;
    if (clock_.now() >= opens_) {
        closed_since_ = clock_.now();
        probes_ = 0;
    }
    closed_at_ = clock_.now();
    opens_ = clock_.now() + wait;
}

void model_gate::reopen()
{
    table_of_occurrences().count("gate: reopened by a probe");
    reopened_at_ = opens_ = clock_.now();
}

bool model_gate::is_reopened() const noexcept
{
    return reopened_at_ && clock_.now() > *reopened_at_ && waits_asked_for_ == waits_told_;
}

} // namespace useapi::simulation
