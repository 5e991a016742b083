#ifndef USEAPI_SRC_BULK_INPUT_TEXT_TEXT_DECODER_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_TEXT_DECODER_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Converts UTF-16 to UTF-8, and does not change any other text. It recognizes UTF-16 by the byte order mark,
    or by a zero byte beside the first character. No I/O. */
class text_decoder
{
public:
    text_decoder() = default;
    text_decoder(const text_decoder&) = delete;
    text_decoder& operator=(const text_decoder&) = delete;
    ~text_decoder();

    /** Appends the text of these bytes. @return false if they are not valid UTF-16 */
    [[nodiscard]] bool decode(std::string_view bytes, std::string& out);

    /** Ends the text. @return false if it ends within a character */
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
    std::string kept_; ///< bytes of an incomplete character
    std::uint32_t high_surrogate_ = 0;
};

/** The end of the line that begins at `begin`, with its LF, CRLF or CR; `npos` if its end has not come yet.
 */
[[nodiscard]] std::size_t end_of_line(std::string_view text, std::size_t begin) noexcept;

} // namespace useapi::bulk

#endif
