#ifndef USEAPI_RUNWAYML_FEATURES_HPP
#define USEAPI_RUNWAYML_FEATURES_HPP

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::runwayml {

/** Amounts that an account may use, or has used. An amount that the service does not tell is unset. */
class amounts
{
public:
    amounts() = default;

    /** Credits of the plan. */
    std::optional<double> plan_credits() const noexcept { return plan_credits_; }

    /** Storage, in GB. */
    std::optional<double> storage_gb() const noexcept { return storage_gb_; }

    /** Sets it. @return `*this` */
    amounts& plan_credits(double value) & noexcept
    {
        plan_credits_ = value;
        return *this;
    }

    /** The same for a temporary. */
    amounts plan_credits(double value) && noexcept { return plan_credits(value); }

    /** Sets it. @return `*this` */
    amounts& storage_gb(double value) & noexcept
    {
        storage_gb_ = value;
        return *this;
    }

    /** The same for a temporary. */
    amounts storage_gb(double value) && noexcept { return storage_gb(value); }

private:
    std::optional<double> plan_credits_;
    std::optional<double> storage_gb_;
};

/** A workspace that an account belongs to. */
class team
{
public:
    /** Wall-clock time. */
    using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

    team() = default;

    /** The id, for `use_workspace::team`. Text, even if the service sends a number. */
    const std::string& id() const noexcept { return id_; }

    /** Its name; empty if the service tells none. */
    const std::string& name() const noexcept { return name_; }

    /** Its plan; unset for a free workspace. `use_workspace::paid` may choose a workspace with a plan. */
    const std::optional<std::string>& plan() const noexcept { return plan_; }

    /** When the plan ends. */
    std::optional<time_point> plan_ends_at() const noexcept { return plan_ends_at_; }

    /** Sets it. @return `*this` */
    team& id(std::string value) &
    {
        id_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    team id(std::string value) && { return std::move(id(std::move(value))); }

    /** Sets it. @return `*this` */
    team& name(std::string value) &
    {
        name_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    team name(std::string value) && { return std::move(name(std::move(value))); }

    /** Sets it. @return `*this` */
    team& plan(std::string value) &
    {
        plan_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    team plan(std::string value) && { return std::move(plan(std::move(value))); }

    /** Sets it. @return `*this` */
    team& plan_ends_at(time_point value) & noexcept
    {
        plan_ends_at_ = value;
        return *this;
    }

    /** The same for a temporary. */
    team plan_ends_at(time_point value) && noexcept { return std::move(plan_ends_at(value)); }

private:
    std::string id_;
    std::string name_;
    std::optional<std::string> plan_;
    std::optional<time_point> plan_ends_at_;
};

/** The features of an account at Runway, and the quota that it has used.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class features
{
public:
    features() = default;

    /** The limits of its plan. */
    const amounts& permitted() const noexcept { return permitted_; }

    /** The part of the limits that the account has used. */
    const amounts& used() const noexcept { return used_; }

    /** Its workspaces, in the order of the answer. */
    const std::vector<team>& teams() const noexcept { return teams_; }

    /** Sets it. @return `*this` */
    features& permitted(amounts value) & noexcept
    {
        permitted_ = value;
        return *this;
    }

    /** The same for a temporary. */
    features permitted(amounts value) && noexcept { return std::move(permitted(value)); }

    /** Sets it. @return `*this` */
    features& used(amounts value) & noexcept
    {
        used_ = value;
        return *this;
    }

    /** The same for a temporary. */
    features used(amounts value) && noexcept { return std::move(used(value)); }

    /** Sets it. @return `*this` */
    features& teams(std::vector<team> value) & noexcept
    {
        teams_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    features teams(std::vector<team> value) && noexcept { return std::move(teams(std::move(value))); }

private:
    amounts permitted_;
    amounts used_;
    std::vector<team> teams_;
};

} // namespace useapi::runwayml

#endif
