#include "torture/system_calls.hpp"

#include <dlfcn.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstddef>

namespace {

using useapi::testing::system_call;
using useapi::testing::system_call_failure;

thread_local const system_call_failure* planned = nullptr;
thread_local unsigned seen_calls = 0;
thread_local unsigned failed_calls = 0;

/** What the system would have called: the function of this name in the next library. */
template <class Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool fails_now(system_call call) noexcept
{
    if (!planned || planned->call != call)
        return false;
    ++seen_calls;
    const bool is_its_turn =
        planned->again_and_again ? seen_calls % planned->nth == 0 : seen_calls == planned->nth;
    failed_calls += is_its_turn ? 1 : 0;
    return is_its_turn;
}

enum class way
{
    whole,
    one_byte,
    not_at_all
};

way way_of(system_call call) noexcept
{
    if (!fails_now(call))
        return way::whole;
    errno = planned->error;
    return planned->error == 0 ? way::one_byte : way::not_at_all;
}

/** The first byte of what a message tells. */
struct first_byte
{
    explicit first_byte(const msghdr& whole) noexcept : message(whole)
    {
        for (std::size_t i = 0; i != whole.msg_iovlen; ++i)
            if (whole.msg_iov[i].iov_len != 0) {
                byte.iov_base = whole.msg_iov[i].iov_base;
                byte.iov_len = 1;
                break;
            }
        message.msg_iov = &byte;
        message.msg_iovlen = 1;
    }

    first_byte(const first_byte&) = delete;
    first_byte& operator=(const first_byte&) = delete;

    iovec byte{};
    msghdr message;
};

} // namespace

extern "C" {

int socket(int domain, int type, int protocol) noexcept
{
    static const auto real = next<int(int, int, int)>("socket");
    return fails_now(system_call::socket) ? (errno = planned->error, -1) : real(domain, type, protocol);
}

int connect(int descriptor, const sockaddr* address, socklen_t size)
{
    static const auto real = next<int(int, const sockaddr*, socklen_t)>("connect");
    return fails_now(system_call::connect) ? (errno = planned->error, -1) : real(descriptor, address, size);
}

ssize_t recv(int descriptor, void* space, std::size_t size, int flags)
{
    static const auto real = next<ssize_t(int, void*, std::size_t, int)>("recv");
    const way chosen = way_of(system_call::receive);
    return chosen == way::not_at_all
               ? -1
               : real(descriptor, space, chosen == way::one_byte && size ? 1 : size, flags);
}

ssize_t recvmsg(int descriptor, msghdr* message, int flags)
{
    static const auto real = next<ssize_t(int, msghdr*, int)>("recvmsg");
    const way chosen = way_of(system_call::receive);
    if (chosen == way::not_at_all)
        return -1;
    if (chosen == way::whole)
        return real(descriptor, message, flags);
    first_byte one(*message);
    return real(descriptor, &one.message, flags);
}

ssize_t send(int descriptor, const void* bytes, std::size_t size, int flags)
{
    static const auto real = next<ssize_t(int, const void*, std::size_t, int)>("send");
    const way chosen = way_of(system_call::send);
    return chosen == way::not_at_all
               ? -1
               : real(descriptor, bytes, chosen == way::one_byte && size ? 1 : size, flags);
}

ssize_t sendmsg(int descriptor, const msghdr* message, int flags)
{
    static const auto real = next<ssize_t(int, const msghdr*, int)>("sendmsg");
    const way chosen = way_of(system_call::send);
    if (chosen == way::not_at_all)
        return -1;
    if (chosen == way::whole)
        return real(descriptor, message, flags);
    const first_byte one(*message);
    return real(descriptor, &one.message, flags);
}

int getsockopt(int descriptor, int level, int name, void* value, socklen_t* size) noexcept
{
    static const auto real = next<int(int, int, int, void*, socklen_t*)>("getsockopt");
    return fails_now(system_call::get_option) ? (errno = planned->error, -1)
                                              : real(descriptor, level, name, value, size);
}

int setsockopt(int descriptor, int level, int name, const void* value, socklen_t size) noexcept
{
    static const auto real = next<int(int, int, int, const void*, socklen_t)>("setsockopt");
    return fails_now(system_call::set_option) ? (errno = planned->error, -1)
                                              : real(descriptor, level, name, value, size);
}

int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) noexcept
{
    static const auto real = next<int(int, int, int, epoll_event*)>("epoll_ctl");
    // The kernel allocates memory for a descriptor that is added alone.
    const bool fails = operation == EPOLL_CTL_ADD && fails_now(system_call::control_epoll);
    return fails ? (errno = planned->error, -1) : real(epoll, operation, descriptor, event);
}

int epoll_wait(int epoll, epoll_event* events, int size, int milliseconds)
{
    static const auto real = next<int(int, epoll_event*, int, int)>("epoll_wait");
    return fails_now(system_call::wait_for_epoll) ? (errno = planned->error, -1)
                                                  : real(epoll, events, size, milliseconds);
}

} // extern "C"

namespace useapi::testing {

std::string to_string(system_call call)
{
    switch (call) {
    case system_call::socket:
        return "socket";
    case system_call::connect:
        return "connect";
    case system_call::receive:
        return "receive";
    case system_call::send:
        return "send";
    case system_call::get_option:
        return "getsockopt";
    case system_call::set_option:
        return "setsockopt";
    case system_call::control_epoll:
        return "epoll_ctl";
    case system_call::wait_for_epoll:
        return "epoll_wait";
    }
    return "?";
}

failing_system_calls::failing_system_calls(const system_call_failure& to_come) noexcept
{
    seen_calls = failed_calls = 0;
    planned = &to_come;
}

failing_system_calls::~failing_system_calls()
{
    planned = nullptr;
}

unsigned failing_system_calls::failed() const noexcept
{
    return failed_calls;
}

} // namespace useapi::testing
