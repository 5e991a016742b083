#ifndef USEAPI_MUREKA_HPP
#define USEAPI_MUREKA_HPP

#include <useapi/client.hpp>
#include <useapi/mureka/account_settings.hpp>
#include <useapi/mureka/operations.hpp>

#endif
