#ifndef USEAPI_SRC_BULK_INPUT_CONTENT_DECODER_HPP
#define USEAPI_SRC_BULK_INPUT_CONTENT_DECODER_HPP

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** The kind of an input, by its first bytes. */
enum class content_kind
{
    plain,
    gzip,
    zstd,
    zip ///< an archive, or a spreadsheet
};

// The number of bytes that `kind_of` needs.
inline constexpr std::size_t longest_signature = 4;

/** @param head the first `longest_signature` bytes, or the whole input if it is shorter */
content_kind kind_of(std::string_view head) noexcept;

/** Unpacks a stream piece by piece, in memory that does not grow with the stream. No I/O.

    Several streams in a row (`cat a.gz b.gz`) count as one.
*/
class content_decoder
{
public:
    struct step
    {
        std::size_t consumed = 0;
        std::size_t produced = 0;
    };

    virtual ~content_decoder() = default;

    /** Takes some of the bytes and fills some of the space. Does neither after a failure. */
    virtual step decode(std::string_view bytes, std::span<char> space) = 0;

    /** Whether the input may end here. */
    virtual bool is_complete() const noexcept = 0;

    /** Why the rest cannot be unpacked; empty without a failure. */
    const std::string& failure() const noexcept { return failure_; }

protected:
    std::string failure_;
};

/** @param kind  gzip or zstd
    @see RFC 1952, RFC 8878 */
std::unique_ptr<content_decoder> make_decoder(content_kind kind);

} // namespace useapi::bulk

#endif
