#ifndef USEAPI_CLIENT_CALL_REPORT_HPP
#define USEAPI_CLIENT_CALL_REPORT_HPP

#include <chrono>
#include <map>
#include <string>

namespace useapi {

/** What a call did over all of its attempts, whether it succeeded or failed.
    @see call_options::report_to */
class call_report
{
public:
    unsigned attempts = 0;               ///< requests; 0: the call ended before its first one
    unsigned busy_signals = 0;           ///< attempts that were answered 429 or 503, or timed out
    int status = 0;                      ///< HTTP status of the last answer; 0 without one
    std::chrono::milliseconds elapsed{}; ///< from the start of the call to its outcome

    /** The number of repeated attempts, by the outcome of the attempt before: `status 503`, or the name of a
        code such as `connection_lost`. */
    std::map<std::string, unsigned> retries;
};

} // namespace useapi

#endif
