#ifndef USEAPI_TEST_CRASH_SENDING_WATCH_HPP
#define USEAPI_TEST_CRASH_SENDING_WATCH_HPP

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::crash {

/** Notices an account that is sent twice at the same time. */
class sending_watch
{
public:
    /// Takes a line such as `POST /v1/runwayml/accounts/user1@example.com 201 23 ms`.
    void take(std::string_view line)
    {
        if (!line.starts_with("POST "))
            return;
        const auto now = std::chrono::steady_clock::now();
        const std::size_t end = line.find(' ', 5);
        const std::string_view path = line.substr(5, end - 5);
        const std::string email(path.substr(path.rfind('/') + 1));
        std::int64_t ms = 0;
        const std::string_view rest = line.substr(0, line.rfind(' '));
        const std::string_view number = rest.substr(rest.rfind(' ') + 1);
        std::from_chars(number.data(), number.data() + number.size(), ms);
        const std::lock_guard lock(mutex_);
        const auto begun = now - std::chrono::milliseconds(ms);
        auto& last = last_ended_[email];
        // The duration is rounded down to whole milliseconds.
        overlaps_ += last && begun + std::chrono::milliseconds(1) < *last;
        last = now;
    }

    std::size_t overlaps() const
    {
        const std::lock_guard lock(mutex_);
        return overlaps_;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::optional<std::chrono::steady_clock::time_point>> last_ended_;
    std::size_t overlaps_ = 0;
};

} // namespace useapi::crash

#endif
