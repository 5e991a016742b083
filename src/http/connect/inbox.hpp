#ifndef USEAPI_SRC_HTTP_CONNECT_INBOX_HPP
#define USEAPI_SRC_HTTP_CONNECT_INBOX_HPP

#include <useapi/errc.hpp>

#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace useapi::http {

/** The handlers of one `io_context` that wait for answers of one kind from other threads. Those threads may
    hold the inbox longer than the `io_context` lives. After the end of the `io_context` the inbox has no
    handlers, and drops the answers.

    @par Thread safety  shared objects: safe.
*/
template <class Answer>
class inbox
{
public:
    using handler = std::function<void(const error_code&, const Answer&)>;

    /** The inbox of an `io_context`. */
    static const std::shared_ptr<inbox>& of(boost::asio::io_context& context)
    {
        return boost::asio::use_service<service>(context).own;
    }

    explicit inbox(boost::asio::io_context& context) : context_(context) {}

    /** @return the number to give to `deliver`. */
    std::uint64_t add(handler waiting)
    {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(++last_number_, std::move(waiting));
        return last_number_;
    }

    /** Posts the handler to the `io_context`. Does nothing if its answer was delivered before, or if the
        `io_context` is gone. */
    void deliver(std::uint64_t number, const error_code& ec, Answer found)
    {
        // Posted under the lock: `close` waits for the lock, so the `io_context` cannot end meanwhile.
        const std::lock_guard lock(mutex_);
        if (auto asked = waiting_.extract(number))
            boost::asio::post(context_, [waited = std::move(asked.mapped()), ec, found = std::move(found)] {
                waited(ec, found);
            });
    }

private:
    class service final : public boost::asio::execution_context::service
    {
    public:
        inline static boost::asio::execution_context::id id;

        explicit service(boost::asio::execution_context& context)
            : boost::asio::execution_context::service(context),
              own(std::make_shared<inbox>(static_cast<boost::asio::io_context&>(context)))
        {
        }

        const std::shared_ptr<inbox> own;

    private:
        void shutdown() override { own->close(); }
    };

    /** The `io_context` is being destroyed. */
    void close() noexcept
    {
        std::map<std::uint64_t, handler> dropped;
        const std::lock_guard lock(mutex_);
        dropped.swap(waiting_);
    }

    boost::asio::io_context& context_; ///< used only while something waits
    std::mutex mutex_;
    std::map<std::uint64_t, handler> waiting_;
    std::uint64_t last_number_ = 0;
};

} // namespace useapi::http

#endif
