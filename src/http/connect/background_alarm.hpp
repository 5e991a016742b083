#ifndef USEAPI_SRC_HTTP_CONNECT_BACKGROUND_ALARM_HPP
#define USEAPI_SRC_HTTP_CONNECT_BACKGROUND_ALARM_HPP

#include "http/connector.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace useapi::http {

/** An alarm of the real clock that rings only while something else keeps `io_context::run()` going, and is
    due at once when it goes on later. Null if Asio does not allow for that: see `uncounted_wait`. */
std::unique_ptr<alarm> make_background_alarm(boost::asio::io_context& context, std::function<void()> ring);

} // namespace useapi::http

#endif
