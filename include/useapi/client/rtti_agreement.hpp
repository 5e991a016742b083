#ifndef USEAPI_CLIENT_RTTI_AGREEMENT_HPP
#define USEAPI_CLIENT_RTTI_AGREEMENT_HPP

#include <useapi/config.hpp>

#include <boost/asio/detail/config.hpp>

// Asio finds the parts of an io_context by their types, and with -fno-rtti by addresses. A program and the
// library that do not agree about it would not find each other's: Asio then makes a second scheduler, with a
// hidden thread of its own. So such a program does not link: rebuild useapi with the same -frtti or
// -fno-rtti.
namespace useapi::detail {

#if defined(BOOST_ASIO_NO_TYPEID)
#define USEAPI_DETAIL_RTTI_AGREEMENT useapi_was_built_without_rtti
#else
#define USEAPI_DETAIL_RTTI_AGREEMENT useapi_was_built_with_rtti
#endif

extern USEAPI_API const char USEAPI_DETAIL_RTTI_AGREEMENT;

[[gnu::used]] inline const char* const rtti_agreement = &USEAPI_DETAIL_RTTI_AGREEMENT;

} // namespace useapi::detail

#endif
