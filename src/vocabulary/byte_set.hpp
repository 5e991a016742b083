#ifndef USEAPI_SRC_VOCABULARY_BYTE_SET_HPP
#define USEAPI_SRC_VOCABULARY_BYTE_SET_HPP

#include <array>
#include <cstddef>
#include <string_view>

namespace useapi {

/** A set of bytes, looked up in one step. */
class byte_set
{
public:
    /** The set of the bytes for which `holds` is true. */
    template <class Predicate>
    constexpr explicit byte_set(Predicate holds)
    {
        for (std::size_t byte = 0; byte < holds_.size(); ++byte)
            holds_[byte] = holds(static_cast<unsigned char>(byte)) ? 1 : 0;
    }

    constexpr bool holds(char c) const noexcept { return bit(c) != 0; }

    /** How many bytes at the beginning of the text are in the set. */
    std::size_t leading(std::string_view text) const noexcept
    {
        const char* const begin = text.data();
        const char* const end = begin + text.size();
        const char* at = begin;
        // Most texts are in their set to the end. A branch for each byte would cost more than looking up four
        // at a time.
        while (end - at >= 4 && (bit(at[0]) & bit(at[1]) & bit(at[2]) & bit(at[3])) != 0)
            at += 4;
        while (at != end && holds(*at))
            ++at;
        return static_cast<std::size_t>(at - begin);
    }

private:
    constexpr unsigned bit(char c) const noexcept { return holds_[static_cast<unsigned char>(c)]; }

    std::array<unsigned char, 256> holds_{}; ///< 1 or 0, so that several can be combined by `&`
};

} // namespace useapi

#endif
