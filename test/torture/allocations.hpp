#ifndef USEAPI_TEST_TORTURE_ALLOCATIONS_HPP
#define USEAPI_TEST_TORTURE_ALLOCATIONS_HPP

namespace useapi::testing {

/** Who allocates. */
enum class allocator
{
    operator_new,
    openssl
};

/** While one lives, one allocation of its thread fails: one by `operator new`, or one by OpenSSL. The program
    that links this has both replaced; `let_openssl_allocations_fail()` comes before the first use of OpenSSL.
    One at a time on a thread.
*/
class failing_allocation
{
public:
    /** @param nth  which of these allocations fails: 1 is the first one */
    failing_allocation(allocator whose, unsigned nth) noexcept;
    failing_allocation(const failing_allocation&) = delete;
    failing_allocation& operator=(const failing_allocation&) = delete;
    ~failing_allocation();

    bool happened() const noexcept;
};

/** @return false if OpenSSL had allocated before */
bool let_openssl_allocations_fail() noexcept;

} // namespace useapi::testing

#endif
