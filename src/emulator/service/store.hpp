#ifndef USEAPI_SRC_EMULATOR_SERVICE_STORE_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_STORE_HPP

#include "emulator/faults/request_method.hpp"
#include "emulator/service/account.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::emulator {

/** The place of a request among those about the same email, 1-based. */
struct request_number
{
    std::uint64_t of_email = 0;  ///< counting every method
    std::uint64_t of_method = 0; ///< counting its own method only
};

/** The outcome of a `store::put()`. */
enum class put_result
{
    created,
    replaced,
    over_limit ///< nothing was changed
};

/** How many requests came, since the store was made. */
struct request_counts
{
    std::uint64_t requests = 0;                     ///< of every method and path
    std::uint64_t posts = 0;                        ///< about an account, accepted or not
    std::map<std::string, std::uint64_t> posts_of;  ///< by email (domain in small letters)
    std::map<std::string, std::uint64_t> logins_of; ///< POSTs that came as far as a login, by email
};

/** Everything that the service remembers: each API token's accounts, and how many requests came for each
   email. Two servers, one after the other, given the same store are one service that was stopped and started
   again.
    @par Thread safety  distinct objects: safe; shared object: safe
*/
class store
{
public:
    store();
    store(const store&) = delete;
    store& operator=(const store&) = delete;
    ~store();

    /// A copy of the token's accounts, by email as it was last sent.
    [[nodiscard]] std::map<std::string, account> accounts(std::string_view token) const;
    /// The token's account of that address (domain compared without case), if there is one.
    [[nodiscard]] std::optional<account> find(std::string_view token, std::string_view email) const;
    [[nodiscard]] bool empty(std::string_view token) const;

    /// Adds the account, or replaces the one of the same address, unless that made more than `limit` (0: no
    /// limit).
    put_result put(std::string_view token, account value, std::size_t limit = 0);
    /// The outcome that `put()` would have.
    [[nodiscard]] put_result would_put(std::string_view token, std::string_view email,
                                       std::size_t limit) const;
    /// False if there was none.
    bool erase(std::string_view token, std::string_view email);
    /// The tasks of the token's jobs under way, in the order in which they began.
    [[nodiscard]] std::vector<std::string> jobs(std::string_view token) const;
    /// Begins a job on an account. @return its task
    std::string add_job(std::string_view token, std::string_view email);
    /// False if there was none.
    bool release_job(std::string_view token, std::string_view task_id);
    /// Forgets accounts, jobs and counts.
    void forget_everything();

    /// Counts a request; `email` is empty if it names none.
    request_number count_request(std::string_view email, request_method method);
    /// Counts an attempt to log in.
    void count_login(std::string_view email);
    [[nodiscard]] request_counts counts() const;

private:
    struct email_counts
    {
        std::uint64_t all = 0;
        std::array<std::uint64_t, 4> by_method{};
        std::uint64_t logins = 0;
    };

    using account_map = std::map<std::string, account, std::less<>>;

    [[nodiscard]] static put_result outcome_of(const account_map& held, const std::string& key,
                                               std::size_t limit);

    mutable std::mutex mutex_;
    std::map<std::string, account_map, std::less<>> tokens_;
    std::map<std::string, std::vector<std::string>, std::less<>> jobs_; ///< tasks, by token
    std::map<std::string, email_counts, std::less<>> counts_;
    std::uint64_t requests_ = 0;
    std::uint64_t jobs_begun_ = 0;
};

} // namespace useapi::emulator

#endif
