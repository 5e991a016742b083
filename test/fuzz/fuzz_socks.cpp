// The first line says how a SOCKS5 proxy's answers are cut, the second whether there is a login. The rest
// holds the answers.

#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "http/connect/proxy/socks_handshake.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using useapi::fuzz::require;
using next = http::proxy_handshake::next;

namespace {

struct outcome
{
    next last = next::read;
    std::string text;
    std::size_t taken = 0;
    std::vector<std::size_t> ends; ///< of the answers after which something was to be written

    bool operator==(const outcome&) const = default;
};

/** Plays a proxy that answers what it was asked, in pieces. */
outcome play(bool has_login, const std::vector<std::string_view>& pieces)
{
    http::origin to;
    to.host = "service.example";
    http::socks_handshake handshake(has_login ? secret("\x01\x01u\x01p") : secret(), to);
    outcome seen;
    require(handshake.begin() == next::write, "the client speaks first");
    for (const std::string_view piece : pieces) {
        require(!handshake.message().empty() || seen.last == next::read, "there is something to write");
        handshake.message().clear();
        seen.last = handshake.add(piece);
        seen.taken += piece.size();
        if (seen.last == next::write)
            seen.ends.push_back(seen.taken);
        if (seen.last == next::done || seen.last == next::failed)
            break;
    }
    seen.text = handshake.why().text;
    return seen;
}

/** The pieces, cut once more where an answer ends: a proxy says nothing before it was asked. */
std::vector<std::string_view> cut(const std::vector<std::string_view>& pieces,
                                  const std::vector<std::size_t>& ends)
{
    std::vector<std::string_view> made;
    std::size_t begin = 0;
    for (std::string_view piece : pieces) {
        for (const std::size_t end : ends)
            if (end > begin && end < begin + piece.size()) {
                made.push_back(piece.substr(0, end - begin));
                piece.remove_prefix(end - begin);
                begin = end;
            }
        made.push_back(piece);
        begin += piece.size();
    }
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input given(data, size);
    const std::string_view plan = given.line();
    const bool has_login = !given.line().empty();
    const std::string_view answers = given.rest();
    const outcome whole = play(has_login, fuzz::pieces(answers, "0"));
    std::vector<std::size_t> ends = whole.ends;
    // Bytes after the last answer are read together with it, or not at all.
    ends.push_back(whole.taken);
    require(play(has_login, cut(fuzz::pieces(answers, plan), ends)) == whole, "the same in these pieces");
    if (whole.last == next::done) {
        require(whole.taken >= 9 && answers[0] == 5 && whole.ends.size() == (answers[1] == 2 ? 2U : 1U),
                "a tunnel needs the answers of RFC 1928");
        require(whole.text.empty(), "a tunnel has no failure");
        if (answers.size() > whole.taken) {
            std::vector<std::string_view> together = cut(fuzz::pieces(answers, {}), whole.ends);
            require(play(has_login, together).last == next::failed, "bytes behind the answer are noticed");
        }
    }
    if (whole.last == next::failed)
        require(!whole.text.empty(), "a failure has a text");
    return 0;
}
