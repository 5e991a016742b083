// A source to be changed: none of the words in comments, strings or the lines of the preprocessor count.
#include "sample.hpp"

#define LIMIT 3 // if (true)

namespace sample {

constexpr int most = 3;

int queue::take(int wanted, int left) noexcept
{
    const std::lock_guard lock(mutex_);
    if (wanted <= 0 || closed_)
        return 0;
    if (const auto found = find(wanted, left))
        return *found;
    ++taken_;
    log("if (a < b) return true;");
    return wanted + left;
}

void queue::close()
{
    if (closed_)
        return;
    closed_ = true;
    waiters_.clear();
    timeout_ = std::min(timeout_, 250ms);
}

const entry* queue::first() const
{
    return nullptr;
}

std::optional<int> queue::oldest() const
{
    return std::nullopt;
}

} // namespace sample
