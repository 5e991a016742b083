#ifndef USEAPI_SRC_BULK_FEED_FILE_FEED_HPP
#define USEAPI_SRC_BULK_FEED_FILE_FEED_HPP

#include "bulk/feed/row_source.hpp"
#include "bulk/input/account_limits.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/input_rows.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <optional>

namespace useapi::bulk {

/** The rows of a file or of standard input. Each is checked like in `check_rows`, which may have run before.
 */
class file_feed final : public row_source
{
public:
    /** @param options      outlives this
        @param seen         the rows that `check_rows` noted, or none yet
        @param was_checked  whether `check_rows` ran */
    file_feed(input_file& file, const import_options& options, duplicates& seen, bool was_checked,
              boost::asio::io_context& context);

    item next() override;
    void async_wait(std::function<void()> ready) override;
    void cancel_wait() noexcept override;

    bool can_be_read_to_its_end() const noexcept override { return file_.is_regular(); }

    bool can_restart() const noexcept override { return file_.is_regular(); }

    void restart() override;

private:
    item judge(row_item found);

    input_file& file_;
    const import_options& options_;
    std::optional<input_rows> rows_;
    duplicates& seen_;
    account_limits limits_;
    const bool was_checked_;
    bool was_changed_ = false;
    boost::asio::posix::stream_descriptor waiter_;
};

} // namespace useapi::bulk

#endif
