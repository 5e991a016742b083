#ifndef USEAPI_TESTING_MEMORY_SERVICE_OPTIONS_HPP
#define USEAPI_TESTING_MEMORY_SERVICE_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace useapi::testing {

/** The options of a `memory_service`, with the faults that it makes on purpose. Setters chain.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class memory_service_options
{
public:
    memory_service_options() {}

    /** Adds a fault, in the words of `useapi emulator --fault`: `status=429,retry-after=3600,nth=1`,
        `reset=after-request,email=a@b.cd`, `stall,rate=0.1`. If several faults match a request, the first one
        that was added strikes; delays add up. Default: none. @see src/emulator/README.md */
    memory_service_options& add_fault(std::string spec) &
    {
        faults_.push_back(std::move(spec));
        return *this;
    }

    /** The same for a temporary. */
    memory_service_options add_fault(std::string spec) && { return std::move(add_fault(std::move(spec))); }

    /** Decides, together with a request's email and number, whether a `rate` hits the request. Default 0. */
    memory_service_options& seed(std::uint64_t value) & noexcept
    {
        seed_ = value;
        return *this;
    }

    /** The same for a temporary. */
    memory_service_options seed(std::uint64_t value) && noexcept { return std::move(seed(value)); }

    /** The most accounts that an API token may hold; a further one is answered 402. Default 0: no limit. */
    memory_service_options& account_limit(std::size_t value) & noexcept
    {
        account_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    memory_service_options account_limit(std::size_t value) && noexcept
    {
        return std::move(account_limit(value));
    }

    /** How long the answer to a POST, which logs in upstream, takes in virtual time. Default 0. */
    memory_service_options& login_delay(std::chrono::milliseconds value) & noexcept
    {
        login_delay_ = value;
        return *this;
    }

    /** The same for a temporary. */
    memory_service_options login_delay(std::chrono::milliseconds value) && noexcept
    {
        return std::move(login_delay(value));
    }

    /** Adds an API token that is accepted. Default: every token that looks like `user:1234-abcdefgh`. */
    memory_service_options& accept_token(std::string value) &
    {
        tokens_.push_back(std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    memory_service_options accept_token(std::string value) &&
    {
        return std::move(accept_token(std::move(value)));
    }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::vector<std::string>& faults() const noexcept { return faults_; }

    std::uint64_t seed() const noexcept { return seed_; }

    std::size_t account_limit() const noexcept { return account_limit_; }

    std::chrono::milliseconds login_delay() const noexcept { return login_delay_; }

    const std::vector<std::string>& accepted_tokens() const noexcept { return tokens_; }

    ///@}

private:
    std::vector<std::string> faults_;
    std::uint64_t seed_ = 0;
    std::size_t account_limit_ = 0;
    std::chrono::milliseconds login_delay_{0};
    std::vector<std::string> tokens_;
};

} // namespace useapi::testing

#endif
