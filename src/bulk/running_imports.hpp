#ifndef USEAPI_SRC_BULK_RUNNING_IMPORTS_HPP
#define USEAPI_SRC_BULK_RUNNING_IMPORTS_HPP

#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace useapi::bulk::detail {

class import_state;

/** The imports that run on an `io_context`. It holds each import until its run ends. When the `io_context` is
    destroyed first, it abandons the imports. The parts that an import uses still exist then, because this
    service was made after those of the clients and so is shut down before them.

    @par Thread safety
    shared objects: safe.
*/
class running_imports final : public boost::asio::execution_context::service
{
public:
    inline static boost::asio::execution_context::id id;

    static running_imports& of(boost::asio::io_context& context);

    explicit running_imports(boost::asio::execution_context& context)
        : boost::asio::execution_context::service(context)
    {
    }

    void add(std::shared_ptr<import_state> begun);

    void remove(const import_state& ended);

private:
    void shutdown() override;

    std::mutex mutex_;
    std::vector<std::shared_ptr<import_state>> all_;
};

} // namespace useapi::bulk::detail

#endif
