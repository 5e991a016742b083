#ifndef USEAPI_TESTING_HPP
#define USEAPI_TESTING_HPP

#include <useapi/testing/connect_outcome.hpp>
#include <useapi/testing/memory_network.hpp>
#include <useapi/testing/memory_service.hpp>
#include <useapi/testing/memory_service_options.hpp>
#include <useapi/testing/received_request.hpp>
#include <useapi/testing/replay.hpp>
#include <useapi/testing/reply.hpp>
#include <useapi/testing/virtual_clock.hpp>

#endif
