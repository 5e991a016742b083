#ifndef USEAPI_TEST_TORTURE_ALLOCATIONS_HPP
#define USEAPI_TEST_TORTURE_ALLOCATIONS_HPP

namespace useapi::testing {

/** Who allocates. */
enum class allocator
{
    operator_new,
    openssl,
    sqlite
};

/** While one lives, one allocation of the process fails: one by `operator new`, one by OpenSSL, or one by
    SQLite. The program that links this has all of them replaced; `let_openssl_allocations_fail()` comes
   before the first use of OpenSSL, `let_sqlite_allocations_fail()` before that of SQLite. One at a time.
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

/** @return false if SQLite was in use before */
bool let_sqlite_allocations_fail() noexcept;

} // namespace useapi::testing

#endif
