#ifndef USEAPI_SRC_BULK_INPUT_TEXT_TEXT_DECODER_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_TEXT_DECODER_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Makes UTF-8 of a text that is UTF-16, which its mark tells, or the zero byte beside its first character.
   All else is passed on as it is. No I/O. */
class text_decoder
{
public:
    text_decoder() = default;
    text_decoder(const text_decoder&) = delete;
    text_decoder& operator=(const text_decoder&) = delete;
    ~text_decoder();

    /** Appends what these bytes mean.
        @return false if they are no UTF-16 */
    [[nodiscard]] bool decode(std::string_view bytes, std::string& out);

    /** The text is over. @return false if it breaks off inside of a character */
    [[nodiscard]] bool finish(std::string& out);

private:
    enum class encoding
    {
        unknown,
        utf8,
        utf16_little,
        utf16_big
    };

    void recognise();
    bool decode_utf16(std::string& out);

    encoding encoding_ = encoding::unknown;
    std::string kept_; ///< bytes that are not understood yet
    std::uint32_t high_surrogate_ = 0;
};

/** The end of the line that begins at `begin`, with its LF, CRLF or CR; `npos` if its end has not come. */
[[nodiscard]] std::size_t end_of_line(std::string_view text, std::size_t begin) noexcept;

} // namespace useapi::bulk

#endif
