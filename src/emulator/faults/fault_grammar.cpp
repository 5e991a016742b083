#include "emulator/faults/fault.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace useapi::emulator {
namespace {

// One `key=value` of a spec, with the places that an error may have to point at.
struct item
{
    std::string_view key;
    std::optional<std::string_view> value;
    std::size_t key_column = 1;
    std::size_t value_column = 1;
};

// Thrown and caught only in this file: a parser with thirty checks is easier to read if it does not return a
// result from each.
[[noreturn]] void refuse(std::size_t column, std::string reason)
{
    throw fault_error(column, std::move(reason));
}

std::string in_quotes(std::string_view text)
{
    return "'" + std::string(text) + "'";
}

class item_reader
{
public:
    explicit item_reader(std::string_view spec) : spec_(spec) {}

    [[nodiscard]] bool at_end() const { return position_ > spec_.size(); }

    item next()
    {
        item read;
        read.key_column = position_ + 1;
        // A body is free text and may contain commas.
        const bool to_the_end = spec_.substr(position_).starts_with("body=");
        const auto comma = to_the_end ? std::string_view::npos : spec_.find(',', position_);
        const auto end = comma == std::string_view::npos ? spec_.size() : comma;
        const auto text = spec_.substr(position_, end - position_);
        const auto equals = text.find('=');
        read.key = text.substr(0, equals);
        if (equals != std::string_view::npos) {
            read.value = text.substr(equals + 1);
            read.value_column = read.key_column + equals + 1;
        }
        position_ = end + 1;
        return read;
    }

private:
    std::string_view spec_;
    std::size_t position_ = 0;
};

std::string_view value_of(const item& read, const char* example)
{
    if (!read.value || read.value->empty())
        refuse(read.key_column, std::string(read.key) + " wants a value, such as " + example);
    return *read.value;
}

std::optional<std::uint64_t> whole_number(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

constexpr std::uint64_t longest_wait_s = 86'400;

std::chrono::milliseconds read_duration(const item& read)
{
    auto text = value_of(read, "delay=250ms");
    const auto column = read.value_column;
    std::uint64_t unit_ms = 0;
    if (text.ends_with("ms")) {
        unit_ms = 1;
        text.remove_suffix(2);
    } else if (text.ends_with("s")) {
        unit_ms = 1000;
        text.remove_suffix(1);
    }
    const auto number = whole_number(text);
    if (unit_ms == 0 || !number || *number > longest_wait_s * 1000 / unit_ms)
        refuse(column, "delay is a whole number of ms or s, at most a day, not " + in_quotes(*read.value));
    return std::chrono::milliseconds(*number * unit_ms);
}

fault read_status(const item& read)
{
    const auto number = whole_number(value_of(read, "status=503"));
    if (!number || *number < 200 || *number > 599)
        refuse(read.value_column, "status is a number from 200 to 599, not " + in_quotes(*read.value));
    return std::move(fault(fault_kind::status).status(static_cast<unsigned>(*number)));
}

fault read_reset(const item& read)
{
    const auto value = value_of(read, "reset=after-request");
    if (value == "before-request")
        return fault(fault_kind::reset_before_request);
    if (value == "after-request")
        return fault(fault_kind::reset_after_request);
    refuse(read.value_column, "reset is before-request or after-request, not " + in_quotes(value));
}

fault read_close(const item& read)
{
    if (!read.value)
        return fault(fault_kind::close);
    if (*read.value == "silent")
        return fault(fault_kind::close_silent);
    refuse(read.value_column, "close is alone or close=silent, not " + in_quotes(*read.value));
}

fault read_kind(const item& read)
{
    using plain_kind = std::pair<std::string_view, fault_kind>;
    static constexpr std::array plain_kinds{
        plain_kind("stall", fault_kind::stall), plain_kind("truncate", fault_kind::truncate),
        plain_kind("garbage", fault_kind::garbage), plain_kind("wrong-password", fault_kind::wrong_password),
        plain_kind("suspended", fault_kind::suspended)};

    if (read.key == "status")
        return read_status(read);
    if (read.key == "reset")
        return read_reset(read);
    if (read.key == "close")
        return read_close(read);
    if (read.key == "delay")
        return std::move(fault(fault_kind::delay).delay(read_duration(read)));
    for (const auto& [name, kind] : plain_kinds) {
        if (read.key != name)
            continue;
        if (read.value)
            refuse(read.value_column - 1, std::string(name) + " takes no value");
        return fault(kind);
    }
    refuse(read.key_column, "a fault begins with status=, reset=, stall, delay=, truncate, close, garbage, "
                            "wrong-password or suspended, not " +
                                in_quotes(read.key));
}

double read_rate(const item& read)
{
    const auto text = value_of(read, "rate=0.05");
    double rate = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), rate, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || !(rate >= 0.0 && rate <= 1.0))
        refuse(read.value_column, "rate is a number from 0 to 1, not " + in_quotes(text));
    return rate;
}

request_range read_nth(const item& read)
{
    auto text = value_of(read, "nth=2");
    const bool onwards = text.ends_with('+');
    if (onwards)
        text.remove_suffix(1);
    const auto number = whole_number(text);
    if (!number || *number == 0)
        refuse(read.value_column,
               "nth is 1, 2, ... or 2+ for the second and all later ones, not " + in_quotes(*read.value));
    return request_range(*number, onwards);
}

request_method read_method(const item& read)
{
    const auto method = parse_method(value_of(read, "method=POST"));
    if (method == request_method::other)
        refuse(read.value_column, "method is GET, POST or DELETE, not " + in_quotes(*read.value));
    return method;
}

strikes read_applied(const item& read)
{
    const auto value = value_of(read, "applied=after");
    if (value == "before")
        return strikes::before_change;
    if (value == "after")
        return strikes::after_change;
    refuse(read.value_column, "applied is before or after, not " + in_quotes(value));
}

void read_retry_after(const item& read, fault& into)
{
    auto text = value_of(read, "retry-after=2");
    if (text == "none") {
        into.without_retry_after();
        return;
    }
    const bool as_date = text.starts_with("date");
    std::optional<std::uint64_t> seconds;
    if (text == "date")
        seconds = 1;
    else if (text.starts_with("date+"))
        seconds = whole_number(text.substr(5));
    else
        seconds = whole_number(text);
    if (!seconds || *seconds > longest_wait_s)
        refuse(read.value_column,
               "retry-after is a whole number of seconds, at most a day, or date, date+2 or none, not " +
                   in_quotes(*read.value));
    into.retry_after(retry_after(std::chrono::seconds(*seconds), as_date));
}

bool may_choose_when(fault_kind kind)
{
    return !is_login_refusal(kind) && kind != fault_kind::reset_before_request && kind != fault_kind::close &&
           kind != fault_kind::close_silent;
}

void require(bool allowed, const item& read, const char* reason)
{
    if (!allowed)
        refuse(read.key_column, std::string(read.key) + " " + reason);
}

void read_option(const item& read, fault& into)
{
    const bool is_status = into.kind() == fault_kind::status;
    if (read.key == "rate") {
        into.rate(read_rate(read));
    } else if (read.key == "email") {
        into.email(std::string(value_of(read, "email=a@example.com")));
    } else if (read.key == "nth") {
        require(!is_login_refusal(into.kind()), read, "has no meaning here: a refused login stays refused");
        into.nth(read_nth(read));
    } else if (read.key == "method") {
        require(!is_login_refusal(into.kind()), read, "has no meaning here: only a POST logs in");
        into.method(read_method(read));
    } else if (read.key == "applied") {
        require(may_choose_when(into.kind()), read, "has no meaning for this kind of fault");
        into.applied(read_applied(read));
    } else if (read.key == "retry-after") {
        require(is_status, read, "belongs to a status only");
        read_retry_after(read, into);
    } else if (read.key == "body") {
        require(is_status, read, "belongs to a status only");
        into.body(std::string(read.value.value_or("")));
    } else {
        refuse(read.key_column,
               "an option is rate=, nth=, email=, method=, applied=, retry-after= or body=, not " +
                   in_quotes(read.key));
    }
}

fault read_fault(std::string_view spec)
{
    item_reader reader(spec);
    fault read = read_kind(reader.next());
    std::set<std::string_view> seen;
    while (!reader.at_end()) {
        const item option = reader.next();
        if (!seen.insert(option.key).second)
            refuse(option.key_column, std::string(option.key) + " is given twice");
        read_option(option, read);
    }
    return read;
}

} // namespace

std::variant<fault, fault_error> parse_fault(std::string_view spec)
{
    try {
        return read_fault(spec);
    } catch (fault_error& error) {
        return std::move(error);
    }
}

} // namespace useapi::emulator
