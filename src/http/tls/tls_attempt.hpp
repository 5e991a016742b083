#ifndef USEAPI_SRC_HTTP_TLS_TLS_ATTEMPT_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_ATTEMPT_HPP

#include "http/connect_setup.hpp"
#include "http/connector.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace useapi::http {

/** Begins to make one connection: name look-up, TCP, proxy, TLS. */
std::shared_ptr<connector::attempt> begin_tls_attempt(boost::asio::io_context& context,
                                                      std::shared_ptr<connect_setup> shared,
                                                      connector::connect_handler handler);

} // namespace useapi::http

#endif
