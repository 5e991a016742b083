#ifndef USEAPI_SRC_RUNWAYML_VALIDATE_HPP
#define USEAPI_SRC_RUNWAYML_VALIDATE_HPP

#include <useapi/config.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account_settings.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace useapi::runwayml {

/** What is wrong with one field of an account, as one clear phrase for people. */
class validation_problem
{
public:
    validation_problem(std::string field, std::string message)
        : field_(std::move(field)), message_(std::move(message))
    {
    }

    /** As the API and the input files spell it: `email`, `password`, `maxJobs`, `useWorkspace`. */
    const std::string& field() const noexcept { return field_; }

    /** Such as `maxJobs is 11, must be 1 to 10`. Never holds a password. */
    const std::string& message() const noexcept { return message_; }

    /** The same as what an operation returns: `errc::invalid_argument`, effect `none`. */
    error to_error() const;

private:
    std::string field_;
    std::string message_;
};

// Both are exported for useapi::bulk.
USEAPI_API std::optional<validation_problem> validate_email(std::string_view email);
USEAPI_API std::optional<validation_problem> validate(const account_settings& settings);

} // namespace useapi::runwayml

#endif
