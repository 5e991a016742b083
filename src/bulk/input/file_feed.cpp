#include "bulk/input/file_feed.hpp"

#include "bulk/input/check_rows.hpp"

#include <unistd.h>

#include <utility>

namespace useapi::bulk {

namespace asio = boost::asio;

file_feed::file_feed(input_file& file, const import_options& options, duplicates& seen, bool was_checked,
                     asio::io_context& context)
    : file_(file), options_(options), rows_(std::in_place, file, options), seen_(seen), limits_(options),
      was_checked_(was_checked), waiter_(context)
{
    // Its own number for the same file, since a descriptor object closes what it holds.
    if (!file.is_regular())
        waiter_.assign(::dup(file.descriptor()));
}

row_feed::item file_feed::next()
{
    try {
        if (auto found = rows_->next())
            return judge(std::move(*found));
    } catch (const exception& failed) {
        return unreadable{failed.reason().detail()};
    }
    if (!rows_->ended())
        return nothing_yet{};
    if (was_checked_ && !file_.is_unchanged())
        return unreadable{"the file was changed while it was read"};
    return end_of_input{};
}

void file_feed::async_wait(std::function<void()> ready)
{
    waiter_.async_wait(asio::posix::stream_descriptor::wait_read,
                       [ready = std::move(ready)](const error_code& ec) {
                           if (ec != asio::error::operation_aborted)
                               ready();
                       });
}

void file_feed::cancel_wait() noexcept
{
    error_code ignored;
    waiter_.cancel(ignored);
}

bool file_feed::restart()
{
    if (!file_.is_regular())
        return false;
    file_.rewind();
    rows_.emplace(file_, options_);
    limits_ = account_limits(options_);
    return true;
}

row_feed::item file_feed::judge(row_item found)
{
    if (auto* const problem = std::get_if<row_problem>(&found)) {
        if (rows_->broken())
            return unreadable{problem->text()};
        return std::move(*problem);
    }
    input_row& row = std::get<input_row>(found);
    const auto finding = was_checked_ ? seen_.look_up(row.settings, row.line, row.profile)
                                      : seen_.add(row.settings, row.line, row.profile);
    switch (finding.what) {
    case duplicates::verdict::first:
        if (auto excess = limits_.add(row))
            return std::move(*excess);
        return std::move(row);
    case duplicates::verdict::identical:
        return repeated{};
    case duplicates::verdict::conflicting:
        break;
    }
    return conflict(row, finding.first_line);
}

} // namespace useapi::bulk
