#ifndef USEAPI_SRC_HTTP_TLS_CONNECTOR_HPP
#define USEAPI_SRC_HTTP_TLS_CONNECTOR_HPP

#include "http/connector.hpp"
#include "http/origin.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace useapi::http {

/** The real network and the real clock: TLS over TCP to `origin`.

    @param ca_file          as in `client_options::ca_file`.
    @param connect_timeout  for name look-up, TCP and TLS together.
    @throws useapi::exception  `errc::invalid_argument` where the CA file cannot be used.
*/
std::shared_ptr<connector> make_tls_connector(boost::asio::io_context& context, const origin& origin,
                                              const std::string& ca_file,
                                              std::chrono::milliseconds connect_timeout);

} // namespace useapi::http

#endif
