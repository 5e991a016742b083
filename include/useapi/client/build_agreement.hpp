#ifndef USEAPI_CLIENT_BUILD_AGREEMENT_HPP
#define USEAPI_CLIENT_BUILD_AGREEMENT_HPP

#include <useapi/config.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/detail/config.hpp>
#include <boost/asio/detail/thread_info_base.hpp>
#include <boost/version.hpp>

// A program and the library share objects of Asio. The layout of these objects depends on Boost's version and
// on macros. If program and library were compiled with different ones, the program would crash, or would run
// a second scheduler with a hidden thread. So such a program does not link: the linker names the symbol below
// that the library lacks. Build both with the same version and macros.

#if defined(USEAPI_BUILT_WITH_BOOST) && USEAPI_BUILT_WITH_BOOST != BOOST_VERSION
#error "useapi was built with another Boost than the one in the include path: see USEAPI_BUILT_WITH_BOOST"
#endif

#define USEAPI_DETAIL_JOIN(left, right) left##right
#define USEAPI_DETAIL_NAME(prefix, value) USEAPI_DETAIL_JOIN(prefix, value)

#define USEAPI_DETAIL_AGREED_BOOST USEAPI_DETAIL_NAME(useapi_was_built_with_boost_, BOOST_VERSION)

// Asio finds the parts of an io_context by their types, and with -fno-rtti by addresses.
#if defined(BOOST_ASIO_NO_TYPEID)
#define USEAPI_DETAIL_AGREED_RTTI useapi_was_built_without_rtti
#else
#define USEAPI_DETAIL_AGREED_RTTI useapi_was_built_with_rtti
#endif

// Adds a number to every handler.
#if defined(BOOST_ASIO_ENABLE_HANDLER_TRACKING)
#define USEAPI_DETAIL_AGREED_TRACKING useapi_was_built_with_asio_handler_tracking
#else
#define USEAPI_DETAIL_AGREED_TRACKING useapi_was_built_without_asio_handler_tracking
#endif

// Adds a function to every buffer.
#if defined(BOOST_ASIO_ENABLE_BUFFER_DEBUGGING)
#define USEAPI_DETAIL_AGREED_BUFFERS useapi_was_built_with_asio_buffer_debugging
#else
#define USEAPI_DETAIL_AGREED_BUFFERS useapi_was_built_without_asio_buffer_debugging
#endif

// Decides on locks, and on the number of threads that a scheduler knows of.
#if defined(BOOST_ASIO_HAS_THREADS)
#define USEAPI_DETAIL_AGREED_THREADS useapi_was_built_with_asio_threads
#else
#define USEAPI_DETAIL_AGREED_THREADS useapi_was_built_without_asio_threads
#endif

// Adds the exception that a thread of the scheduler keeps.
#if defined(BOOST_ASIO_NO_EXCEPTIONS)
#define USEAPI_DETAIL_AGREED_EXCEPTIONS useapi_was_built_without_asio_exceptions
#else
#define USEAPI_DETAIL_AGREED_EXCEPTIONS useapi_was_built_with_asio_exceptions
#endif

// Chooses what a function returns that reports an error through a parameter: nothing, or the error as well.
// The function has the same name in an object file.
#if defined(BOOST_ASIO_NO_DEPRECATED)
#define USEAPI_DETAIL_AGREED_RETURNS useapi_was_built_without_asio_deprecated
#else
#define USEAPI_DETAIL_AGREED_RETURNS useapi_was_built_with_asio_deprecated
#endif

// Chooses the reactor that waits for sockets. Each socket holds a part of the reactor.
#if defined(BOOST_ASIO_HAS_IO_URING_AS_DEFAULT)
#define USEAPI_DETAIL_AGREED_REACTOR useapi_was_built_with_asio_on_io_uring
#elif !defined(BOOST_ASIO_HAS_EPOLL)
#define USEAPI_DETAIL_AGREED_REACTOR useapi_was_built_with_asio_without_epoll
#elif defined(BOOST_ASIO_HAS_IO_URING)
#define USEAPI_DETAIL_AGREED_REACTOR useapi_was_built_with_asio_on_epoll_with_io_uring
#elif !defined(BOOST_ASIO_HAS_TIMERFD)
#define USEAPI_DETAIL_AGREED_REACTOR useapi_was_built_with_asio_on_epoll_without_timerfd
#else
#define USEAPI_DETAIL_AGREED_REACTOR useapi_was_built_with_asio_on_epoll
#endif

// Decides how much memory a thread keeps for the next operation.
#if defined(BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE)
#define USEAPI_DETAIL_AGREED_RECYCLING                                                                       \
    USEAPI_DETAIL_NAME(useapi_was_built_with_asio_cache_of_, BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE)
#else
#define USEAPI_DETAIL_AGREED_RECYCLING useapi_was_built_with_asio_cache_of_usual_size
#endif

namespace useapi::detail {

extern USEAPI_API const char USEAPI_DETAIL_AGREED_BOOST;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_RTTI;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_TRACKING;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_BUFFERS;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_THREADS;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_EXCEPTIONS;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_RETURNS;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_REACTOR;
extern USEAPI_API const char USEAPI_DETAIL_AGREED_RECYCLING;

// Every source that includes this header checks for itself: the sources of a program may be compiled with
// different macros.
[[gnu::used]] static const char* const build_agreement[]{
    &USEAPI_DETAIL_AGREED_BOOST,   &USEAPI_DETAIL_AGREED_RTTI,    &USEAPI_DETAIL_AGREED_TRACKING,
    &USEAPI_DETAIL_AGREED_BUFFERS, &USEAPI_DETAIL_AGREED_THREADS, &USEAPI_DETAIL_AGREED_EXCEPTIONS,
    &USEAPI_DETAIL_AGREED_RETURNS, &USEAPI_DETAIL_AGREED_REACTOR, &USEAPI_DETAIL_AGREED_RECYCLING};

} // namespace useapi::detail

#endif
