#ifndef USEAPI_SRC_HTTP_TLS_TLS_OPTION_FAULT_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_OPTION_FAULT_HPP

#include <useapi/error.hpp>

#include <openssl/err.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace useapi::http {

/** Throws `useapi::exception` with `errc::invalid_argument`. */
[[noreturn]] inline void refuse_tls_option(const std::string& what)
{
    ERR_clear_error();
    throw exception(error(errc::invalid_argument).detail(what));
}

/** Why a file could not be used. @param what  the content that it should have, such as `PEM certificates` */
inline std::string problem_of_file(const std::string& file, std::string_view what)
{
    if (!std::ifstream(file))
        return "cannot be read: " + std::generic_category().message(errno);
    return "cannot be read as " + std::string(what);
}

} // namespace useapi::http

#endif
