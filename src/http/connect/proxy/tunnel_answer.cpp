#include "http/connect/proxy/tunnel_answer.hpp"

#include <algorithm>

namespace useapi::http {
namespace {

constexpr std::string_view http_1 = "HTTP/1.";

} // namespace

tunnel_answer::state tunnel_answer::add(std::string_view bytes) noexcept
{
    for (std::size_t i = 0; i != bytes.size(); ++i) {
        const state reached = add(bytes[i]);
        if (reached == state::incomplete)
            continue;
        has_leftover_ = i + 1 != bytes.size();
        return reached;
    }
    return state::incomplete;
}

tunnel_answer::state tunnel_answer::add(char byte) noexcept
{
    if (++taken_ > limit)
        return state::too_long;
    if (byte == '\n')
        return on_line();
    if (size_of_line_ < line_.size())
        line_[size_of_line_] = byte;
    ++size_of_line_;
    return may_be_status_line() ? state::incomplete : state::not_http;
}

tunnel_answer::state tunnel_answer::on_line() noexcept
{
    const bool is_empty = size_of_line_ == 0 || (size_of_line_ == 1 && line_[0] == '\r');
    const int status = status_of_line();
    size_of_line_ = 0;
    if (status_ == 0) {
        if (is_empty)
            return state::incomplete;
        status_ = status;
        return status != 0 ? state::incomplete : state::not_http;
    }
    if (!is_empty)
        return state::incomplete;
    constexpr int switching_protocols = 101;
    if (status_ >= 200 || status_ == switching_protocols)
        return state::complete;
    status_ = 0;
    return state::incomplete;
}

/** Whether the bytes so far may begin a status line. True, too, if no status line has to come. */
bool tunnel_answer::may_be_status_line() const noexcept
{
    if (status_ != 0 || (size_of_line_ == 1 && line_[0] == '\r'))
        return true;
    const std::size_t size = std::min(size_of_line_, http_1.size());
    return std::equal(http_1.begin(), http_1.begin() + static_cast<std::ptrdiff_t>(size), line_.begin());
}

/** 0 if the line is no status line. */
int tunnel_answer::status_of_line() const noexcept
{
    const auto digit_at = [](std::string_view text, std::size_t i) {
        return i < text.size() && text[i] >= '0' && text[i] <= '9';
    };
    std::string_view line(line_.data(), std::min(size_of_line_, line_.size()));
    if (!line.starts_with(http_1) || !digit_at(line, http_1.size()) ||
        line.substr(http_1.size() + 1, 1) != " ")
        return 0;
    line.remove_prefix(http_1.size() + 1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const bool has_status =
        digit_at(line, 0) && line[0] != '0' && digit_at(line, 1) && digit_at(line, 2) && !digit_at(line, 3);
    return has_status ? (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0') : 0;
}

} // namespace useapi::http
