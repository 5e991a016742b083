#ifndef USEAPI_SRC_CLIENT_CALL_TYPED_CALL_HPP
#define USEAPI_SRC_CLIENT_CALL_TYPED_CALL_HPP

#include "client/call/call.hpp"
#include "client/client_core.hpp"

#include <useapi/result.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace useapi::detail {

/** A call with a handler for `result<T>`. */
template <class T>
class typed_call : public call
{
public:
    // By reference, which saves two moves of the result in the type-erased handler.
    using handler_type = boost::asio::any_completion_handler<void(result<T>&&)>;

    typed_call(call_basis basis, bool idempotent, handler_type handler)
        : call(std::move(basis), idempotent), handler_(std::move(handler))
    {
    }

    /** Starts the call. The initiating function of an operation calls it. If the `io_context` is destroyed,
        the handler is destroyed, like the handlers of calls that were under way.

        @param runs_on_context  the handler's executor is the `io_context`'s, which is true for most
                                coroutines. This saves a second type erasure of the executor. */
    void initiate(bool runs_on_context = false)
    {
        if (this->core().is_abandoned())
            return;
        if (!runs_on_context)
            use_associated_executor();
        watch_cancellation();
        this->start();
    }

protected:
    /** The value of a success; `decode` fills it in. */
    std::conditional_t<std::is_void_v<T>, std::monostate, T> value;

private:
    void use_associated_executor()
    {
        executor_.emplace(boost::asio::prefer(
            boost::asio::get_associated_executor(handler_, this->core().context().get_executor()),
            boost::asio::execution::outstanding_work_t::tracked));
    }

    void watch_cancellation()
    {
        auto slot = boost::asio::get_associated_cancellation_slot(handler_);
        if (slot.is_connected())
            slot.assign([watched = weak_from_this()](boost::asio::cancellation_type type) {
                if (type == boost::asio::cancellation_type::none)
                    return;
                if (const auto alive = watched.lock())
                    alive->stop(errc::cancelled);
            });
    }

    /** A handler and its outcome, without the call. */
    class delivery
    {
    public:
        explicit delivery(typed_call& ended)
            : finished_(ended.unfinished()), handler_(std::move(ended.handler_)),
              outcome_(ended.make_result())
        {
        }

        void operator()()
        {
            // The slot may live longer than the call, but the call's cancellation handler in it must not.
            boost::asio::get_associated_cancellation_slot(handler_).clear();
            std::move(handler_)(std::move(outcome_));
        }

    private:
        unfinished_call finished_; ///< first member, so that it is destroyed after the handler
        handler_type handler_;
        result<T> outcome_;
    };

    void complete(std::shared_ptr<call> self, bool suspended) final
    {
        auto executor = std::move(executor_);
        auto& context = this->core().context();
        delivery ready(*this);
        self.reset();
        if (!executor && suspended)
            ready();
        else if (!executor)
            boost::asio::post(context, std::move(ready));
        else if (suspended)
            boost::asio::dispatch(*executor, std::move(ready));
        else
            boost::asio::post(context, [executor = std::move(*executor), ready = std::move(ready)]() mutable {
                boost::asio::dispatch(executor, std::move(ready));
            });
    }

    void copy_value(const call& from) final
    {
        if constexpr (std::is_copy_assignable_v<decltype(value)>)
            value = static_cast<const typed_call&>(from).value;
    }

    result<T> make_result()
    {
        if (this->failure)
            return std::move(*this->failure);
        if constexpr (std::is_void_v<T>)
            return {};
        else
            return std::move(value);
    }

    handler_type handler_;
    std::optional<boost::asio::any_completion_executor> executor_;
};

template <class Call>
struct call_initiation
{
    template <class Handler, class... Args>
    void operator()(Handler&& handler, call_basis basis, Args&&... args) const
    {
        const bool runs_on_context =
            boost::asio::get_associated_executor(handler) == basis.core->context().get_executor();
        std::make_shared<Call>(std::move(basis), std::forward<Args>(args)...,
                               typename Call::handler_type(std::forward<Handler>(handler)))
            ->initiate(runs_on_context);
    }
};

/** The coroutine form of an operation. It takes the basis and not the handle, so that destroying the last
    handle ends the call, as in every other form. Asio's coroutine keeps the arguments until it is awaited; a
    coroutine of ours around it would cost a frame and two moves of the result. */
template <class Call, class T, class... Args>
boost::asio::awaitable<result<T>> await_call(call_basis basis, Args&&... args)
{
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(result<T>)>(
        call_initiation<Call>(), boost::asio::use_awaitable, std::move(basis), std::forward<Args>(args)...);
}

} // namespace useapi::detail

#endif
