#include "bulk/input/input_bytes.hpp"

#include "bulk/refuse.hpp"
#include "vocabulary/lower_case.hpp"

#include <useapi/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr std::string_view gzip_ending = ".gz";
constexpr std::string_view zstd_ending = ".zst";

std::optional<content_kind> kind_by_name(std::string_view name) noexcept
{
    if (has_ending(name, gzip_ending))
        return content_kind::gzip;
    if (has_ending(name, zstd_ending))
        return content_kind::zstd;
    return std::nullopt;
}

} // namespace

bool has_ending(std::string_view name, std::string_view ending) noexcept
{
    return name.size() >= ending.size() &&
           equals_without_case(name.substr(name.size() - ending.size()), ending);
}

std::string_view without_compression_ending(std::string_view name) noexcept
{
    for (const std::string_view ending : {gzip_ending, zstd_ending})
        if (has_ending(name, ending))
            name.remove_suffix(ending.size());
    return name;
}

input_bytes::input_bytes(input_file& file) : file_(file) {}

input_bytes::~input_bytes()
{
    wipe(piece_.data(), piece_.size());
}

std::optional<std::size_t> input_bytes::read(std::span<char> space)
{
    if (!is_recognised_ && !recognise())
        return std::nullopt;
    for (;;) {
        if (!decoder_) {
            if (pending_.empty() && !fill())
                return file_ended_ ? std::optional<std::size_t>(0) : std::nullopt;
            const std::size_t size = std::min(pending_.size(), space.size());
            std::copy_n(pending_.begin(), size, space.data());
            pending_.remove_prefix(size);
            return size;
        }
        // Decodes before it reads more: earlier bytes may still give more text than there was space for.
        const auto [consumed, produced] = decoder_->decode(pending_, space);
        pending_.remove_prefix(consumed);
        if (produced != 0)
            return produced;
        if (!decoder_->failure().empty())
            refuse(decoder_->failure());
        if (!pending_.empty() || fill())
            continue;
        if (!file_ended_)
            return std::nullopt;
        if (!decoder_->is_complete())
            refuse("the compressed data breaks off; is the file complete?");
        return 0;
    }
}

/** Returns false at the end, and if reading would block. */
bool input_bytes::fill()
{
    if (file_ended_ || (!waits_ && !file_.is_ready()))
        return false;
    const std::size_t size = file_.read(piece_);
    file_ended_ = size == 0;
    pending_ = {piece_.data(), size};
    return size != 0;
}

/** Returns false if there are too few bytes yet. */
bool input_bytes::recognise()
{
    std::size_t size = pending_.size();
    while (size < longest_signature && !file_ended_) {
        if (!waits_ && !file_.is_ready())
            return false;
        const std::size_t more = file_.read(std::span(piece_).subspan(size));
        file_ended_ = more == 0;
        size += more;
        pending_ = {piece_.data(), size};
    }
    is_recognised_ = true;
    const content_kind kind = kind_of(pending_);
    const auto promised = kind_by_name(file_.name());
    if (kind == content_kind::zip)
        refuse("is a ZIP archive or a spreadsheet; save it as CSV");
    if (promised && kind != *promised)
        refuse(std::string("has the name of ") + (*promised == content_kind::gzip ? "gzip" : "zstd") +
               " data, and is something else");
    if (kind != content_kind::plain)
        decoder_ = make_decoder(kind);
    return true;
}

void input_bytes::refuse(const std::string& why) const
{
    bulk::refuse(file_.name() + ": " + why);
}

} // namespace useapi::bulk
