#ifndef USEAPI_MINIMAX_HPP
#define USEAPI_MINIMAX_HPP

#include <useapi/client.hpp>
#include <useapi/minimax/account_settings.hpp>
#include <useapi/minimax/operations.hpp>

#endif
