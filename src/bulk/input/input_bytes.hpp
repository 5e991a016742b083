#ifndef USEAPI_SRC_BULK_INPUT_INPUT_BYTES_HPP
#define USEAPI_SRC_BULK_INPUT_INPUT_BYTES_HPP

#include "bulk/input/content_decoder.hpp"
#include "bulk/input/input_file.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** An input's text, unpacked if it is compressed. The first bytes tell the kind of compression.

    It holds one piece of the file and the memory of the decoder: at most some 8 MiB, however long the text
    is.

    @throws useapi::exception  `errc::invalid_argument` if the file cannot be read or unpacked; names the
                               file.
*/
class input_bytes
{
public:
    /** @param file  read from its current position; outlives this */
    explicit input_bytes(input_file& file);
    input_bytes(const input_bytes&) = delete;
    input_bytes& operator=(const input_bytes&) = delete;
    ~input_bytes();

    /** Waits for input if nothing has come yet, in place of returning nothing. */
    void wait_for_input() noexcept { waits_ = true; }

    /** The number of bytes that were filled; 0 at the end. Nothing if reading would block. */
    std::optional<std::size_t> read(std::span<char> space);

private:
    static constexpr std::size_t piece_size = 64 * 1024;

    bool fill();
    bool recognise();
    [[noreturn]] void refuse(const std::string& why) const;

    input_file& file_;
    std::array<char, piece_size> piece_;
    std::string_view pending_; ///< the part of the piece that was not returned yet
    std::unique_ptr<content_decoder> decoder_;
    bool is_recognised_ = false;
    bool file_ended_ = false;
    bool waits_ = false;
};

/** Whether a file's name has this ending, in upper or lower case. @param ending in lower case */
bool has_ending(std::string_view name, std::string_view ending) noexcept;

/** The name without the ending for compression. */
std::string_view without_compression_ending(std::string_view name) noexcept;

} // namespace useapi::bulk

#endif
