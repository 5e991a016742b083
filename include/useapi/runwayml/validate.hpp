#ifndef USEAPI_RUNWAYML_VALIDATE_HPP
#define USEAPI_RUNWAYML_VALIDATE_HPP

#include <useapi/config.hpp>
#include <useapi/error.hpp>
#include <useapi/runwayml/account_settings.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::runwayml {

/** A problem with one field of an account. */
class validation_problem
{
public:
    /** @param field    the name of the field
        @param message  one line for people, without a password */
    validation_problem(std::string field, std::string message)
        : field_(std::move(field)), message_(std::move(message))
    {
    }

    /** The field, as the API and the input files spell it: `email`, `password`, `maxJobs`, `useWorkspace`. */
    const std::string& field() const noexcept { return field_; }

    /** One line such as `maxJobs is 11, must be 1 to 10`. Never holds a password. */
    const std::string& message() const noexcept { return message_; }

    /** The error that an operation returns for this problem: `errc::invalid_argument`, effect `none`. */
    USEAPI_API error to_error() const;

private:
    std::string field_;
    std::string message_;
};

/** Checks an email as every operation does before it sends anything.

    @param email  the whole address
    @return The problem; nothing if the email is valid.
    @par Thread safety
    A pure function.
*/
USEAPI_API std::optional<validation_problem> validate_email(std::string_view email);

/** Checks the settings of an account as `upsert_account` does before it sends anything.

    @param settings  all fields are checked, the email first
    @return The first problem; nothing if the settings are valid. The service may still refuse valid settings.
    @par Thread safety
    A pure function.
*/
USEAPI_API std::optional<validation_problem> validate(const account_settings& settings);

} // namespace useapi::runwayml

#endif
