#ifndef USEAPI_TEST_UNIT_BULK_INPUT_COMPRESSED_HPP
#define USEAPI_TEST_UNIT_BULK_INPUT_COMPRESSED_HPP

#include <zlib.h>
#include <zstd.h>

#include <stdexcept>
#include <string>

namespace useapi::bulk::testing {

inline std::string gzip_of(const std::string& text)
{
    z_stream stream{};
    if (::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2");
    std::string packed(::deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int code = ::deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (code != Z_STREAM_END)
        throw std::runtime_error("deflate");
    return packed;
}

/** @param window_log  the logarithm of the memory that unpacking takes; 0: the default of the level */
inline std::string zstd_of(const std::string& text, int window_log = 0)
{
    ZSTD_CCtx* const context = ::ZSTD_createCCtx();
    ::ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    // With the size of the content in its header, a small frame would need less memory.
    ::ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    if (window_log != 0)
        ::ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    std::string packed(::ZSTD_compressBound(text.size()) + 64, '\0');
    ZSTD_inBuffer in = {text.data(), text.size(), 0};
    ZSTD_outBuffer out = {packed.data(), packed.size(), 0};
    // Compressed in two steps: if the input ended in the first one, the window would shrink to the input.
    ::ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
    const std::size_t code = ::ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
    ::ZSTD_freeCCtx(context);
    if (code != 0)
        throw std::runtime_error("ZSTD_compressStream2");
    packed.resize(out.pos);
    return packed;
}

} // namespace useapi::bulk::testing

#endif
