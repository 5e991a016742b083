#ifndef USEAPI_SRC_CLIENT_MORE_CLIENT_OPTIONS_HPP
#define USEAPI_SRC_CLIENT_MORE_CLIENT_OPTIONS_HPP

#include <useapi/client/load_options.hpp>
#include <useapi/http/connect_options.hpp>

namespace useapi::detail {

/** Options that came after the ABI of `client_options` was fixed. They lie behind a pointer, and functions of
    the library set and read them, so that more can be appended. */
struct more_client_options
{
    http::connect_options connecting;
    load_options load;
};

} // namespace useapi::detail

#endif
