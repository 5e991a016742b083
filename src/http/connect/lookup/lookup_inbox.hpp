#ifndef USEAPI_SRC_HTTP_CONNECT_LOOKUP_LOOKUP_INBOX_HPP
#define USEAPI_SRC_HTTP_CONNECT_LOOKUP_LOOKUP_INBOX_HPP

#include "http/connect/name_lookup.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace useapi::http {

/** The look-ups of one `io_context` that wait for their answers. Other threads may hold it when the
   `io_context` is gone. By then it holds no handlers any more, and drops what comes.

    @par Thread safety  shared objects: safe.
*/
class lookup_inbox
{
public:
    /** That of an `io_context`. */
    static const std::shared_ptr<lookup_inbox>& of(boost::asio::io_context& context);

    explicit lookup_inbox(boost::asio::io_context& context) : context_(context) {}

    /** @return what the answer is to be delivered to. */
    std::uint64_t add(lookup_handler handler);

    /** Has the handler called on the `io_context`. Without effect where it was, or the `io_context` is gone.
     */
    void deliver(std::uint64_t number, const error_code& ec, endpoint_list found);

private:
    class service;

    /** The `io_context` is being destroyed. */
    void close() noexcept;

    boost::asio::io_context& context_; ///< used only while something waits
    std::mutex mutex_;
    std::map<std::uint64_t, lookup_handler> waiting_;
    std::uint64_t last_number_ = 0;
};

} // namespace useapi::http

#endif
