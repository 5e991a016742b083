#ifndef USEAPI_RUNWAYML_HPP
#define USEAPI_RUNWAYML_HPP

#include <useapi/accounts/subscription.hpp>
#include <useapi/client.hpp>
#include <useapi/runwayml/account.hpp>
#include <useapi/runwayml/account_settings.hpp>
#include <useapi/runwayml/capacity.hpp>
#include <useapi/runwayml/features.hpp>
#include <useapi/runwayml/job.hpp>
#include <useapi/runwayml/operations.hpp>
#include <useapi/runwayml/shown_workspace.hpp>
#include <useapi/runwayml/validate.hpp>

#endif
