#ifndef USEAPI_SRC_HTTP_CONNECT_BACKGROUND_ALARM_HPP
#define USEAPI_SRC_HTTP_CONNECT_BACKGROUND_ALARM_HPP

#include "http/connector.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace useapi::http {

/** Makes an alarm of the real clock that does not keep `io_context::run()` from returning. If it becomes due
    while `run()` is not running, it rings as soon as `run()` runs again. Null if this version of Asio does
    not allow such an alarm: see `uncounted_wait`. */
std::unique_ptr<alarm> make_background_alarm(boost::asio::io_context& context, std::function<void()> ring);

} // namespace useapi::http

#endif
