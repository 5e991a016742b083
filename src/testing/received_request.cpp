#include <useapi/testing/received_request.hpp>

#include "http/exchange/message_syntax.hpp"
#include "vocabulary/without_blanks.hpp"

#include <algorithm>
#include <utility>

namespace useapi::testing {
namespace {

constexpr std::string_view line_end = "\r\n";

} // namespace

received_request::received_request(std::string text, std::size_t connection,
                                   std::chrono::steady_clock::duration at)
    : text_(std::move(text)), body_at_(text_.size()), connection_(connection), at_(at)
{
    const std::string_view whole = text_;
    const std::string_view first_line = whole.substr(0, whole.find(line_end));
    method_size_ = std::min(first_line.find(' '), first_line.size());
    target_at_ = std::min(method_size_ + 1, first_line.size());
    target_size_ = std::min(first_line.find(' ', target_at_), first_line.size()) - target_at_;

    for (std::size_t begin = first_line.size() + line_end.size(); begin < whole.size();) {
        const std::size_t end = std::min(whole.find(line_end, begin), whole.size());
        const std::string_view line = whole.substr(begin, end - begin);
        begin = end + line_end.size();
        if (line.empty()) {
            body_at_ = begin;
            break;
        }
        if (const std::size_t colon = line.find(':'); colon != std::string_view::npos)
            fields_.emplace_back(std::string(line.substr(0, colon)),
                                 std::string(without_blanks(line.substr(colon + 1))));
    }
}

std::string_view received_request::path() const noexcept
{
    return target().substr(0, target().find('?'));
}

std::optional<std::string_view> received_request::find(std::string_view name) const noexcept
{
    for (const http::field& each : fields_)
        if (http::equals_without_case(each.name(), name))
            return each.value();
    return std::nullopt;
}

} // namespace useapi::testing
