#include "emulator/service/fake_jwt.hpp"

#include "emulator/faults/stable_hash.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace useapi::emulator {
namespace {

std::string base64url(std::string_view bytes)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    text.reserve(bytes.size() / 3 * 4 + 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            text += alphabet[(bits >> (held - 6)) & 63U];
    }
    if (held > 0)
        text += alphabet[(bits << (6 - held)) & 63U];
    return text;
}

std::string seconds_text(std::chrono::system_clock::time_point when)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count());
}

} // namespace

std::uint64_t fake_account_id(std::string_view email)
{
    return 1'000'000 + hash_text(email) % 9'000'000;
}

std::string fake_jwt(std::string_view email, std::uint64_t id, std::chrono::system_clock::time_point issued,
                     std::chrono::system_clock::time_point expires)
{
    const std::string payload = R"({"id":)" + std::to_string(id) + R"(,"email":)" +
                                boost::json::serialize(boost::json::string(email.data(), email.size())) +
                                R"(,"exp":)" + seconds_text(expires) + R"(,"iat":)" + seconds_text(issued) +
                                R"(,"sso":false})";
    std::string signature;
    for (auto word = hash_text(payload); signature.size() < 32; word = mix_hash(word, signature.size())) {
        for (int shift = 0; shift < 64; shift += 8)
            signature += static_cast<char>(word >> shift);
    }
    return base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(payload) + '.' +
           base64url(signature);
}

} // namespace useapi::emulator
