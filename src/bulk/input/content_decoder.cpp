#include "bulk/input/content_decoder.hpp"

#include "vocabulary/wiped_heap.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <climits>
#include <new>

namespace useapi::bulk {
namespace {

// A stream tells the memory that its reader needs: level 19 needs 8 MiB.
constexpr int largest_zstd_window_log = 23;

constexpr std::string_view gzip_signature = "\x1F\x8B";
constexpr std::string_view zstd_signature = "\x28\xB5\x2F\xFD";
constexpr std::string_view zip_signature = "PK\x03\x04";
constexpr std::string_view zstd_skippable_tail = "\x2A\x4D\x18";

uInt clamped(std::size_t size) noexcept
{
    return static_cast<uInt>(std::min<std::size_t>(size, UINT_MAX));
}

class gzip_decoder final : public content_decoder
{
public:
    gzip_decoder()
    {
        stream_.zalloc = [](void*, uInt count, uInt size) {
            return wiped_heap::try_allocate(std::size_t(count) * size);
        };
        stream_.zfree = [](void*, void* memory) { wiped_heap::release(memory); };
        constexpr int window_and_gzip_header = 15 + 16;
        if (::inflateInit2(&stream_, window_and_gzip_header) != Z_OK)
            throw std::bad_alloc();
    }

    gzip_decoder(const gzip_decoder&) = delete;
    gzip_decoder& operator=(const gzip_decoder&) = delete;

    ~gzip_decoder() override { ::inflateEnd(&stream_); }

    step decode(std::string_view bytes, std::span<char> space) override
    {
        if (!failure_.empty())
            return {};
        std::size_t skipped = 0;
        if (between_members_ && !begin_member(bytes, skipped))
            return {skipped, 0};
        bytes.remove_prefix(skipped);
        // zlib takes a pointer to non-const input, but does not write to it.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = clamped(bytes.size());
        stream_.next_out = reinterpret_cast<Bytef*>(space.data());
        stream_.avail_out = clamped(space.size());
        const uInt given = stream_.avail_in;
        const uInt room = stream_.avail_out;
        const int code = ::inflate(&stream_, Z_NO_FLUSH);
        if (code == Z_STREAM_END)
            between_members_ = true;
        else if (code != Z_OK && code != Z_BUF_ERROR)
            failure_ = std::string("the gzip data is damaged") +
                       (stream_.msg ? std::string(" (") + stream_.msg + ')' : std::string());
        return {skipped + given - stream_.avail_in, room - stream_.avail_out};
    }

    bool is_complete() const noexcept override { return between_members_ && members_ != 0; }

private:
    /** Returns false if no member begins in these bytes. */
    bool begin_member(std::string_view bytes, std::size_t& skipped)
    {
        if (members_ != 0) {
            // Tapes and some tools fill the last block with zeros.
            skipped = std::min(bytes.find_first_not_of('\0'), bytes.size());
            padded_ = padded_ || skipped != 0;
            if (skipped == bytes.size())
                return false;
            if (padded_ || bytes.front() != gzip_signature.front()) {
                failure_ = "the gzip data is followed by something else";
                return false;
            }
            ::inflateReset(&stream_);
        }
        ++members_;
        between_members_ = false;
        return true;
    }

    z_stream stream_{};
    std::size_t members_ = 0;
    bool between_members_ = true;
    bool padded_ = false;
};

class zstd_decoder final : public content_decoder
{
public:
    zstd_decoder() : context_(::ZSTD_createDCtx())
    {
        if (!context_)
            throw std::bad_alloc();
        ::ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_zstd_window_log);
    }

    step decode(std::string_view bytes, std::span<char> space) override
    {
        if (!failure_.empty())
            return {};
        ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
        ZSTD_outBuffer out = {space.data(), space.size(), 0};
        const std::size_t code = ::ZSTD_decompressStream(context_.get(), &out, &in);
        if (::ZSTD_isError(code))
            failure_ = reason_for(code);
        else if (in.pos != 0 || out.pos != 0)
            is_complete_ = code == 0;
        return {in.pos, out.pos};
    }

    bool is_complete() const noexcept override { return is_complete_; }

private:
    static std::string reason_for(std::size_t code)
    {
        if (::ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge)
            return "the zstd data needs more than 8 MiB to be unpacked; compress it with a level up to 19, "
                   "and without --long";
        return std::string("the zstd data is damaged (") + ::ZSTD_getErrorName(code) + ')';
    }

    struct release
    {
        void operator()(ZSTD_DCtx* context) const noexcept { ::ZSTD_freeDCtx(context); }
    };

    std::unique_ptr<ZSTD_DCtx, release> context_;
    bool is_complete_ = false;
};

} // namespace

content_kind kind_of(std::string_view head) noexcept
{
    if (head.starts_with(gzip_signature))
        return content_kind::gzip;
    const bool is_skippable = head.size() >= longest_signature && (head[0] & 0xF0) == 0x50 &&
                              head.substr(1).starts_with(zstd_skippable_tail);
    if (head.starts_with(zstd_signature) || is_skippable)
        return content_kind::zstd;
    return head.starts_with(zip_signature) ? content_kind::zip : content_kind::plain;
}

std::unique_ptr<content_decoder> make_decoder(content_kind kind)
{
    if (kind == content_kind::gzip)
        return std::make_unique<gzip_decoder>();
    return std::make_unique<zstd_decoder>();
}

} // namespace useapi::bulk
