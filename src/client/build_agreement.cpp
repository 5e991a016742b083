#include <useapi/client/build_agreement.hpp>

namespace useapi::detail {

const char USEAPI_DETAIL_AGREED_BOOST = 0;
const char USEAPI_DETAIL_AGREED_RTTI = 0;
const char USEAPI_DETAIL_AGREED_TRACKING = 0;
const char USEAPI_DETAIL_AGREED_BUFFERS = 0;
const char USEAPI_DETAIL_AGREED_THREADS = 0;
const char USEAPI_DETAIL_AGREED_EXCEPTIONS = 0;
const char USEAPI_DETAIL_AGREED_RETURNS = 0;
const char USEAPI_DETAIL_AGREED_REACTOR = 0;
const char USEAPI_DETAIL_AGREED_RECYCLING = 0;

} // namespace useapi::detail
