#include "bulk/feed/file_feed.hpp"

#include "bulk/input/check_rows.hpp"

#include <useapi/errc.hpp>
#include <useapi/error.hpp>

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace useapi::bulk {

namespace asio = boost::asio;

namespace {

/** A descriptor that is readable when `watched` is. Asio makes a descriptor non-blocking before it waits for
    it. For standard input this would change the terminal, and so every program that shares it.
    @return -1 for a file that is always readable */
int watch(int watched)
{
    const int watching = ::epoll_create1(EPOLL_CLOEXEC);
    if (watching < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
    epoll_event wanted = {};
    wanted.events = EPOLLIN;
    if (::epoll_ctl(watching, EPOLL_CTL_ADD, watched, &wanted) == 0)
        return watching;
    const int problem = errno;
    ::close(watching);
    if (problem == EPERM)
        return -1;
    throw std::system_error(problem, std::generic_category(), "epoll_ctl");
}

row_source::unreadable file_changed()
{
    return {"the file was changed while it was read"};
}

} // namespace

file_feed::file_feed(input_file& file, const import_options& options, duplicates& seen, bool was_checked,
                     asio::io_context& context)
    : file_(file), options_(options), rows_(std::in_place, file, options), seen_(seen), limits_(options),
      was_checked_(was_checked), waiter_(context)
{
    const int watching = file.is_regular() ? -1 : watch(file.descriptor());
    if (watching >= 0)
        waiter_.assign(watching);
}

row_source::item file_feed::next()
{
    if (was_changed_)
        return file_changed();
    try {
        if (auto found = rows_->next())
            return judge(std::move(*found));
    } catch (const exception& failed) {
        return unreadable{failed.reason().detail()};
    }
    if (!rows_->ended())
        return nothing_yet{};
    if (was_checked_ && !file_.is_unchanged())
        return file_changed();
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

void file_feed::restart()
{
    // From now on rows are identified by their number.
    was_changed_ = !file_.is_unchanged();
    file_.rewind();
    rows_.emplace(file_, options_);
    limits_ = account_limits(options_);
}

row_source::item file_feed::judge(row_item found)
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
