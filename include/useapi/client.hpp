#ifndef USEAPI_CLIENT_HPP
#define USEAPI_CLIENT_HPP

#include <useapi/client/call_options.hpp>
#include <useapi/client/client.hpp>
#include <useapi/client/client_options.hpp>
#include <useapi/client/metrics.hpp>
#include <useapi/client/observer.hpp>
#include <useapi/client/send.hpp>

#endif
