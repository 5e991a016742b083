#ifndef USEAPI_PIXVERSE_HPP
#define USEAPI_PIXVERSE_HPP

#include <useapi/client.hpp>
#include <useapi/pixverse/account_settings.hpp>
#include <useapi/pixverse/operations.hpp>

#endif
