#ifndef USEAPI_TEST_EXHAUSTIVE_RETRY_MODELS_HPP
#define USEAPI_TEST_EXHAUSTIVE_RETRY_MODELS_HPP

#include "exhaustive/model.hpp"

#include <vector>

namespace useapi::exhaustive {

namespace gates {
/** The gate of an origin that is told to wait up to twice. */
subject make_subject();
} // namespace gates

namespace silences {
/** An origin that falls silent. */
subject make_subject();
} // namespace silences

namespace budgets {
/** A retry budget in whole seconds. */
subject make_subject();
} // namespace budgets

namespace requests {
/** One call over all its attempts: kinds of requests, of options and of policies. */
std::vector<subject> make_subjects();
} // namespace requests

} // namespace useapi::exhaustive

#endif
