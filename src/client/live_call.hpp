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
    /** Ends the call early with this code; without effect once it ended. */
    virtual void stop(errc reason) noexcept = 0;

    /** Lets an exchange that is under way end, and then the call: no more waiting, no more attempts. */
    virtual void wind_down() noexcept = 0;

    /** Destroys what the call holds without completing it: the `io_context` is being destroyed. */
    virtual void abandon() noexcept = 0;

protected:
    ~live_call() = default;
};

} // namespace useapi::detail

#endif
