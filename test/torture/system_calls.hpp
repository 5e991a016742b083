#ifndef USEAPI_TEST_TORTURE_SYSTEM_CALLS_HPP
#define USEAPI_TEST_TORTURE_SYSTEM_CALLS_HPP

#include <string>

namespace useapi::testing {

/** The system calls that can be told to fail. The program that links this calls functions of these names here
    in place of those of the C library. */
enum class system_call
{
    socket,
    connect,
    receive, ///< recv, recvmsg
    send,    ///< send, sendmsg
    get_option,
    set_option,
    control_epoll,
    wait_for_epoll
};

std::string to_string(system_call call);

/** What the calls of a kind do in place of their work. */
struct system_call_failure
{
    system_call call;
    /** Of `errno`; 0: the call transfers one byte and succeeds. */
    int error;
    /** Which call of this kind fails: 1 is the first one. */
    unsigned nth = 1;
    /** Every nth call fails, not only this one. */
    bool again_and_again = false;
};

/** While one lives, system calls of its thread fail as planned. One at a time on a thread.

    @par Thread safety  It is used on one thread. Other threads' system calls do not fail.
*/
class failing_system_calls
{
public:
    explicit failing_system_calls(const system_call_failure& planned) noexcept;
    failing_system_calls(const failing_system_calls&) = delete;
    failing_system_calls& operator=(const failing_system_calls&) = delete;
    ~failing_system_calls();

    /** How many calls failed so far. */
    unsigned failed() const noexcept;
};

} // namespace useapi::testing

#endif
