#ifndef USEAPI_SRC_BULK_SIZED_TEXT_HPP
#define USEAPI_SRC_BULK_SIZED_TEXT_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Appends the length of the text in 8 bytes, the lowest first, and then the text. So a digest of several
    values differs if a character moves from one value to the next.
 */
inline void append_sized(std::string& out, std::string_view text)
{
    for (unsigned shift = 0; shift < 64; shift += 8)
        out += static_cast<char>((std::uint64_t(text.size()) >> shift) & 0xff);
    out.append(text);
}

} // namespace useapi::bulk

#endif
