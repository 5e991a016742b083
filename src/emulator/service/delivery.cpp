#include "emulator/service/delivery.hpp"

#include <utility>

namespace useapi::emulator {
namespace {

ending ending_of(std::optional<fault_kind> kind, bool keeps_alive)
{
    if (kind == fault_kind::truncate)
        return ending::cut;
    if (kind == fault_kind::close || kind == fault_kind::close_silent || kind == fault_kind::garbage ||
        !keeps_alive)
        return ending::graceful;
    return ending::none;
}

} // namespace

delivery_terms& delivery_terms::announced_timeout(std::optional<std::chrono::seconds> value)
{
    timeout_ = value;
    return *this;
}

delivery deliver(const answer& shown, std::optional<fault_kind> kind, const delivery_terms& terms,
                 std::chrono::system_clock::time_point now)
{
    delivery made;
    made.then = ending_of(kind, terms.keeps_alive());
    if (kind == fault_kind::garbage) {
        made.bytes = "\x16\x03\x01 this is not HTTP\r\n\r\n";
        return made;
    }

    std::string_view announced;
    if (kind == fault_kind::close || !terms.keeps_alive())
        announced = "close";
    else if (terms.http_1_0())
        announced = "keep-alive";
    answer full = shown;
    if (made.then == ending::none && terms.announced_timeout())
        full.header("Keep-Alive", "timeout=" + std::to_string(terms.announced_timeout()->count()));

    auto [bytes, header_size] = render(full, announced, now);
    if (kind == fault_kind::truncate) {
        const auto body_size = bytes.size() - header_size;
        bytes.resize(body_size == 0 ? header_size / 2 : header_size + body_size / 2);
    }
    made.bytes = std::move(bytes);
    made.status = shown.status();
    return made;
}

} // namespace useapi::emulator
