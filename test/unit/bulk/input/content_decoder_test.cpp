#include "bulk/input/content_decoder.hpp"
#include "unit/bulk/input/compressed.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi::bulk;
using namespace useapi::bulk::testing;
using namespace std::string_literals;

namespace {

struct unpacked
{
    std::string text;
    std::string failure;
    bool complete = false;
};

unpacked unpack(content_kind kind, std::string_view packed, std::size_t piece, std::size_t room)
{
    const auto decoder = make_decoder(kind);
    unpacked seen;
    std::string space(room, '\0');
    for (std::size_t at = 0; at < packed.size() && seen.failure.empty(); at += piece) {
        std::string_view bytes = packed.substr(at, piece);
        for (;;) {
            const auto [consumed, produced] = decoder->decode(bytes, space);
            bytes.remove_prefix(consumed);
            seen.text.append(space, 0, produced);
            seen.failure = decoder->failure();
            if ((consumed == 0 && produced == 0) || !seen.failure.empty())
                break;
        }
    }
    seen.complete = decoder->is_complete();
    return seen;
}

std::string rows(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com,hunter" + std::to_string(i * 7919) + ",5\n";
    return text;
}

std::string packed_as(content_kind kind, const std::string& text)
{
    return kind == content_kind::gzip ? gzip_of(text) : zstd_of(text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(content_decoders)

BOOST_AUTO_TEST_CASE(first_bytes_tell_what_an_input_is)
{
    struct
    {
        const char* name;
        std::string head;
        content_kind expected;
    } const cases[] = {
        {"header of CSV", "emai", content_kind::plain},
        {"nothing", "", content_kind::plain},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "e",
         content_kind::plain},
        {"gzip", "\x1F\x8B\x08\x00"s, content_kind::gzip},
        {"half a signature", "\x1F", content_kind::plain},
        {"zstd", "\x28\xB5\x2F\xFD", content_kind::zstd},
        {"zstd that begins with a frame to skip", "\x50\x2A\x4D\x18", content_kind::zstd},
        {"the last of such frames", "\x5F\x2A\x4D\x18", content_kind::zstd},
        {"spreadsheet", "PK\x03\x04", content_kind::zip},
    };

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(each.name)
    BOOST_TEST((kind_of(each.head) == each.expected));
}

BOOST_AUTO_TEST_CASE(data_is_unpacked_however_it_is_cut)
{
    const std::string text = rows(300);
    for (const content_kind kind : {content_kind::gzip, content_kind::zstd}) {
        const std::string packed = packed_as(kind, text);
        for (const std::size_t piece : {std::size_t(1), std::size_t(7), packed.size()}) {
            for (const std::size_t room : {std::size_t(1), std::size_t(64), text.size() + 1}) {
                const unpacked seen = unpack(kind, packed, piece, room);
                BOOST_TEST_CONTEXT("pieces of " << piece << ", room for " << room)
                {
                    BOOST_TEST(seen.failure == "");
                    BOOST_TEST((seen.text == text));
                    BOOST_TEST(seen.complete);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(streams_that_follow_one_another_are_one)
{
    for (const content_kind kind : {content_kind::gzip, content_kind::zstd}) {
        const std::string packed = packed_as(kind, "a") + packed_as(kind, "") + packed_as(kind, "b");
        for (const std::size_t piece : {std::size_t(1), packed.size()}) {
            const unpacked seen = unpack(kind, packed, piece, 16);
            BOOST_TEST(seen.text == "ab");
            BOOST_TEST(seen.complete);
        }
    }
}

BOOST_AUTO_TEST_CASE(gzip_may_be_filled_up_with_zeros_and_followed_by_nothing_else)
{
    const std::string packed = gzip_of("a");
    const unpacked padded = unpack(content_kind::gzip, packed + std::string(700, '\0'), 64, 16);
    BOOST_TEST(padded.failure == "");
    BOOST_TEST(padded.complete);
    BOOST_TEST(padded.text == "a");
    for (const std::string& rest : {"x"s, "\0x"s, "\0"s + packed}) {
        const unpacked seen = unpack(content_kind::gzip, packed + rest, 1, 16);
        BOOST_TEST(seen.failure == "the gzip data is followed by something else");
    }
}

BOOST_AUTO_TEST_CASE(data_that_breaks_off_is_not_complete_wherever_it_does)
{
    const std::string text = rows(20);
    for (const content_kind kind : {content_kind::gzip, content_kind::zstd}) {
        const std::string packed = packed_as(kind, text);
        for (std::size_t size = 1; size < packed.size(); ++size) {
            const unpacked seen = unpack(kind, std::string_view(packed).substr(0, size), size, 4096);
            BOOST_TEST_CONTEXT(size << " of " << packed.size() << " bytes")
            {
                BOOST_TEST(seen.failure == "");
                BOOST_TEST(!seen.complete);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(data_with_any_bit_wrong_is_never_taken_for_the_text)
{
    const std::string text = rows(20);
    for (const content_kind kind : {content_kind::gzip, content_kind::zstd}) {
        const std::string packed = packed_as(kind, text);
        // The time, flags and system in gzip's header are not part of the text, so they are left as they are.
        for (std::size_t at = kind == content_kind::gzip ? 10 : 4; at < packed.size(); ++at) {
            std::string damaged = packed;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
            const unpacked seen = unpack(kind, damaged, damaged.size(), 4096);
            BOOST_TEST_CONTEXT("byte " << at)
            BOOST_TEST((!seen.failure.empty() || !seen.complete || seen.text == text));
            if (!seen.failure.empty())
                BOOST_TEST(seen.failure.find("hunter") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(zstd_that_needs_much_memory_is_refused)
{
    const std::string text = rows(50'000);
    BOOST_TEST((unpack(content_kind::zstd, zstd_of(text, 23), 4096, 4096).text == text));
    const unpacked seen = unpack(content_kind::zstd, zstd_of(text, 24), 4096, 4096);
    BOOST_TEST(seen.failure.find("more than 8 MiB") != std::string::npos, seen.failure);
    BOOST_TEST(seen.text == "");
}

BOOST_AUTO_TEST_SUITE_END()
