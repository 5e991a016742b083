#ifndef USEAPI_SRC_ACCOUNTS_ACCOUNT_FORM_HPP
#define USEAPI_SRC_ACCOUNTS_ACCOUNT_FORM_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/config.hpp>
#include <useapi/error.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::accounts {

/** The settings of an account, in the form that all services share. */
class account_form
{
public:
    struct field
    {
        std::string_view name; ///< a literal
        secret value;
        bool is_public = false; ///< may be shown in messages

        friend bool operator==(const field&, const field&) = default;
    };

    /** @param key    names the account in a path; empty if only the service knows it
        @param email  empty if the service has no such field */
    account_form(std::string key, std::string email, std::optional<int> max_jobs)
        : key_(std::move(key)), email_(std::move(email)), max_jobs_(max_jobs)
    {
    }

    /** Adds a field, which must not be empty. @param name  a literal */
    account_form& add(std::string_view name, secret value)
    {
        fields_.push_back(field{name, std::move(value), false});
        return *this;
    }

    /** Adds a field whose text is not secret. */
    account_form& add_public(std::string_view name, std::string_view value)
    {
        fields_.push_back(field{name, secret(value), true});
        return *this;
    }

    /** Adds a field unless it is empty. @param name  a literal */
    account_form& add_if_set(std::string_view name, secret value)
    {
        return value.empty() ? *this : add(name, std::move(value));
    }

    const std::string& key() const noexcept { return key_; }

    const std::string& email() const noexcept { return email_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    const std::vector<field>& fields() const noexcept { return fields_; }

    friend bool operator==(const account_form&, const account_form&) = default;

private:
    std::string key_;
    std::string email_;
    std::optional<int> max_jobs_;
    std::vector<field> fields_;
};

/** A problem with a field of a form. The message has no secret. */
struct form_problem
{
    std::string_view field;
    std::string message; ///< such as `password is empty`
};

/** All problems for which the form is not sent. Exported for useapi::bulk. */
USEAPI_API std::vector<form_problem> form_problems(const service_traits& of, const account_form& form);

/** The first problem for which the form is not sent: `errc::invalid_argument`, without a secret in its
    detail.
 */
std::optional<error> check_form(const service_traits& of, const account_form& form);

/** The problem if a key cannot name an account: `errc::invalid_argument`. Exported for useapi::bulk.
 */
USEAPI_API std::optional<error> check_key(const service_traits& of, std::string_view key);

/** Appends the form as a JSON object. Afterwards `out` holds secrets, which its owner must wipe. Memory is
    reserved before they are written. */
void append_form(std::string& out, const account_form& form);

/** Logins of the same subject must not overlap: the account if the form names it, else a digest of its
 * secrets. */
std::string login_subject(const service_traits& of, const account_form& form);

/** The email in a key; empty if the key of this service holds none. */
std::string_view email_of_key(const service_traits& of, std::string_view key) noexcept;

} // namespace useapi::accounts

#endif
