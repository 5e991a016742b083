// The text of a fault. If it is understood, the fault is written as a text again, which means the same.

#include "emulator/faults/fault.hpp"
#include "fuzz/property.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

using namespace useapi::emulator;
using useapi::fuzz::require;

namespace {

std::string text_of(double rate)
{
    char text[400];
    return std::string(text, std::to_chars(text, text + sizeof text, rate, std::chars_format::fixed).ptr);
}

std::string_view text_of(request_method method)
{
    switch (method) {
    case request_method::get:
        return "GET";
    case request_method::post:
        return "POST";
    case request_method::del:
        return "DELETE";
    case request_method::other:
        break;
    }
    require(false, "a fault is of a method that the service knows");
    return {};
}

/** The range has no accessors: which of the first requests does it hold? */
std::string text_of(const request_range& range)
{
    for (std::uint64_t number = 1; number < 1000; ++number)
        if (range.contains(number))
            return std::to_string(number) + (range.contains(number + 1) ? "+" : "");
    return {};
}

bool may_say_when(fault_kind kind)
{
    return kind != fault_kind::wrong_password && kind != fault_kind::suspended &&
           kind != fault_kind::reset_before_request && kind != fault_kind::close &&
           kind != fault_kind::close_silent;
}

std::string text_of(const fault& meant)
{
    std::string text(name_of(meant.kind()));
    if (meant.kind() == fault_kind::status)
        text += '=' + std::to_string(meant.status());
    if (meant.kind() == fault_kind::delay)
        text += '=' + std::to_string(meant.delay().count()) + "ms";
    text += ",rate=" + text_of(meant.rate());
    if (meant.email())
        text += ",email=" + *meant.email();
    if (meant.nth())
        if (const std::string range = text_of(*meant.nth()); !range.empty())
            text += ",nth=" + range;
    if (meant.method()) {
        text += ",method=";
        text += text_of(*meant.method());
    }
    if (may_say_when(meant.kind()))
        text += meant.applied() == strikes::before_change ? ",applied=before" : ",applied=after";
    if (meant.retry_after())
        text += (meant.retry_after()->as_date() ? ",retry-after=date+" : ",retry-after=") +
                std::to_string(meant.retry_after()->wait().count());
    if (meant.body())
        text += ",body=" + *meant.body();
    return text;
}

void check(const fault& meant)
{
    require(meant.rate() >= 0 && meant.rate() <= 1, "a rate is a share");
    require((meant.kind() == fault_kind::status) == (meant.status() >= 200 && meant.status() <= 599),
            "a status fault has a final status, and no other has");
    require(meant.delay() >= std::chrono::seconds(0) && meant.delay() <= std::chrono::hours(24),
            "a delay is at most a day");
    require(!meant.retry_after() || meant.retry_after()->wait() <= std::chrono::hours(24),
            "a Retry-After is at most a day");
    require(!meant.nth() || !meant.nth()->contains(0), "requests are counted from 1");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string spec(reinterpret_cast<const char*>(data), size);
    const auto read = parse_fault(spec);
    if (const auto* refusal = std::get_if<fault_error>(&read)) {
        require(refusal->column() >= 1 && refusal->column() <= spec.size() + 1,
                "an error points into the text, or right behind it");
        require(!refusal->reason().empty(), "an error says why");
        return 0;
    }
    const fault& meant = std::get<fault>(read);
    check(meant);
    const std::string text = text_of(meant);
    const auto again = parse_fault(text);
    require(std::holds_alternative<fault>(again), "a fault that was written down is understood");
    require(text_of(std::get<fault>(again)) == text, "a fault that was written down means the same");
    return 0;
}
