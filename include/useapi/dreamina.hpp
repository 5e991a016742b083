#ifndef USEAPI_DREAMINA_HPP
#define USEAPI_DREAMINA_HPP

#include <useapi/client.hpp>
#include <useapi/dreamina/account_settings.hpp>
#include <useapi/dreamina/operations.hpp>

#endif
