#ifndef USEAPI_KLING_HPP
#define USEAPI_KLING_HPP

#include <useapi/client.hpp>
#include <useapi/kling/account_settings.hpp>
#include <useapi/kling/operations.hpp>

#endif
