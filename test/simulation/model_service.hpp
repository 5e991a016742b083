#ifndef USEAPI_TEST_SIMULATION_MODEL_SERVICE_HPP
#define USEAPI_TEST_SIMULATION_MODEL_SERVICE_HPP

#include "bulk/ledger/ledger_row.hpp"

#include <useapi/error.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::simulation {

/** What the service does with a call, and what the caller learns. */
enum class call_kind : std::uint64_t
{
    made,
    refused,
    never_left,
    busy,
    lost_before,
    lost_after
};

inline constexpr std::uint64_t count_of_call_kinds = 6;

std::string_view name_of(call_kind kind);

/** What the caller learns; nothing if the call succeeds. */
std::optional<error> failure_of(call_kind kind);

/** What was done with one version of the data of a row. */
struct deeds
{
    bool was_made = false;
    bool was_refused = false;
    bool may_be_made = false; ///< a call was begun, and its outcome was not that it did nothing
};

/** A row of the input, and the truth about its account at the service. */
class model_account
{
public:
    explicit model_account(std::size_t number);

    const std::string& email() const noexcept { return email_; }

    /** The password of the present version. */
    std::string password() const;

    void change_data() noexcept { ++version_; }

    unsigned version() const noexcept { return version_; }

    deeds& now() { return deeds_[version_]; }

    deeds& of(unsigned version) { return deeds_[version]; }

    /** The kind, or `made` if the service cannot do that: a refusal is about the data, so the service does
       not refuse what it took before. */
    call_kind possible(call_kind kind);

    /** The service does what a call of this kind with the present data leads to. */
    void act(call_kind kind, bulk::wall_time when);

    /** Whether the service has the account with the present data. */
    bool is_registered() const noexcept { return registered_ == version_; }

    bool exists() const noexcept { return registered_ != 0; }

    bulk::wall_time login_at() const noexcept { return login_at_; }

    std::size_t calls = 0;
    std::map<bulk::row_digest, unsigned> versions; ///< by the digest of the data

private:
    std::size_t number_;
    std::string email_;
    unsigned version_ = 1;
    unsigned registered_ = 0; ///< the version at the service
    bulk::wall_time login_at_{};
    std::map<unsigned, deeds> deeds_;
};

/** All passwords begin with it. No file may hold it. */
inline constexpr std::string_view beginning_of_passwords = "hidden-7pw-";

inline constexpr std::string_view api_token = "user:4711-hidden-token";

/** The accounts of the rows, in the order of the input. */
std::vector<model_account> make_accounts(std::size_t count);

/** The one with this email, which must be there. */
model_account& account_of(std::vector<model_account>& accounts, const std::string& email);

} // namespace useapi::simulation

#endif
