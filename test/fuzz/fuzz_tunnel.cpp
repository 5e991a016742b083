// The first line says how a proxy's answer to CONNECT is cut. The rest is the answer.

#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "http/connect/proxy/tunnel_answer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using useapi::fuzz::require;
using state = http::tunnel_answer::state;

namespace {

struct outcome
{
    state reached = state::incomplete;
    int status = 0;
    bool has_leftover = false;

    bool operator==(const outcome&) const = default;
};

outcome read(const std::vector<std::string_view>& pieces)
{
    http::tunnel_answer answer;
    outcome seen;
    for (std::size_t i = 0; i != pieces.size() && seen.reached == state::incomplete; ++i) {
        seen.reached = answer.add(pieces[i]);
        seen.has_leftover = answer.has_leftover() || i + 1 != pieces.size();
    }
    seen.status = seen.reached == state::complete ? answer.status() : 0;
    seen.has_leftover = seen.reached == state::complete && seen.has_leftover;
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input given(data, size);
    const std::string_view plan = given.line();
    const outcome whole = read(fuzz::pieces(given.rest(), {}));
    require(read(fuzz::pieces(given.rest(), plan)) == whole, "the same in these pieces");
    require(read(fuzz::pieces(given.rest(), "0")) == whole, "the same byte by byte");
    if (whole.reached == state::complete) {
        require(whole.status >= 200 || whole.status == 101, "an interim answer is passed over");
        require(whole.status <= 999, "a status has three digits");
        require(given.rest().find("HTTP/1.") != std::string_view::npos, "an answer names its version");
    } else {
        require(whole.reached != state::incomplete || given.rest().size() <= http::tunnel_answer::limit,
                "a limit is kept to");
    }
    return 0;
}
