#ifndef USEAPI_SRC_CLIENT_LIVE_CALL_HPP
#define USEAPI_SRC_CLIENT_LIVE_CALL_HPP

#include <useapi/errc.hpp>

#include <boost/intrusive/list.hpp>

#include <memory>

namespace useapi::detail {

/** A call that is under way, as its client sees it. All functions are thread-safe. */
class live_call : public std::enable_shared_from_this<live_call>, public boost::intrusive::list_base_hook<>
{
public:
    /** Ends the call early with this code; has no effect after its end. */
    virtual void stop(errc reason) noexcept = 0;

    /** Ends the call after an exchange that is under way: it makes no further attempt and does not wait. */
    virtual void wind_down() noexcept = 0;

    /** The `io_context` is being destroyed: destroys the members of the call without completing it. */
    virtual void abandon() noexcept = 0;

protected:
    ~live_call() = default;
};

} // namespace useapi::detail

#endif
