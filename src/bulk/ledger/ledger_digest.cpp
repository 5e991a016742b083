#include "bulk/ledger/ledger_digest.hpp"

#include "bulk/sized_text.hpp"

#include <useapi/error.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr std::string_view key_purpose = "useapi ledger: digests of rows, 1";

[[noreturn]] void fail(const char* what)
{
    throw std::runtime_error(std::string("OpenSSL: ") + what);
}

const unsigned char* bytes(const void* data)
{
    return static_cast<const unsigned char*>(data);
}

void append(std::string& out, std::string_view text)
{
    append_sized(out, text);
}

void append(std::string& out, std::int64_t number)
{
    append(out, std::to_string(number));
}

void append(std::string& out, const std::optional<wall_time>& time)
{
    append(out, time ? std::to_string(time->time_since_epoch().count()) : std::string());
}

row_seal shortened_sha256(const std::string& text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> whole;
    SHA256(bytes(text.data()), text.size(), whole.data());
    row_seal seal;
    std::copy_n(whole.begin(), seal.size(), seal.begin());
    return seal;
}

} // namespace

ledger_salt make_salt()
{
    ledger_salt salt;
    if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1)
        fail("no random numbers");
    return salt;
}

digest_key::digest_key(const secret& token, const ledger_salt& salt)
{
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), EVP_PKEY_CTX_free);
    std::array<unsigned char, 32> key;
    std::size_t size = key.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) != 1 ||
        EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt.data(), static_cast<int>(salt.size())) != 1 ||
        EVP_PKEY_CTX_set1_hkdf_key(context.get(), bytes(token.reveal().data()),
                                   static_cast<int>(token.size())) != 1 ||
        EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes(key_purpose.data()),
                                    static_cast<int>(key_purpose.size())) != 1 ||
        EVP_PKEY_derive(context.get(), key.data(), &size) != 1)
        fail("no key can be derived");
    key_ = secret(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
    wipe(key.data(), key.size());
}

row_digest digest_key::operator()(const account_row& row) const
{
    std::string text;
    append(text, row.email());
    append_data(text, row);
    row_digest digest;
    const unsigned char* const made = HMAC(EVP_sha256(), key_.reveal().data(), static_cast<int>(key_.size()),
                                           bytes(text.data()), text.size(), digest.data(), nullptr);
    wipe(text);
    if (!made)
        fail("no digest can be made");
    return digest;
}

std::string digest_key::mark() const
{
    // No row has an empty email or password, so no row has this digest.
    return to_hexadecimal((*this)(account_row(runwayml::account_settings("the key itself", secret()))));
}

void digest_chain::add(std::string_view name, const row_digest& digest)
{
    std::string text;
    append(text, std::string_view(reinterpret_cast<const char*>(result_.data()), result_.size()));
    append(text, name);
    append(text, std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
    SHA256(bytes(text.data()), text.size(), result_.data());
}

row_seal seal_of(const ledger_row& row)
{
    std::string text;
    text.reserve(256 + row.key.email.size() + row.error.size());
    append(text, row.key.profile);
    append(text, row.key.email);
    append(text, to_string(row.state));
    append(text, to_string(row.before_sent));
    append(text, std::string_view(reinterpret_cast<const char*>(row.digest.data()), row.digest.size()));
    append(text, static_cast<std::int64_t>(row.line));
    append(text, row.attempts);
    append(text, row.status);
    append(text, to_string(row.effect));
    append(text, row.worth_retrying);
    append(text, row.error);
    append(text, to_text(row.retries));
    append(text, row.first_sent_at);
    append(text, row.sent_at);
    append(text, row.settled_at);
    append(text, row.elapsed.count());
    return shortened_sha256(text);
}

row_seal seal_of(std::string_view name, std::string_view value)
{
    std::string text;
    append(text, name);
    append(text, value);
    return shortened_sha256(text);
}

std::optional<ledger_row> restored(ledger_row row, const stored_parts& parts)
{
    const auto state = parse_row_state(parts.state);
    const auto before_sent = parse_row_state(parts.before_sent);
    const auto effect = parse_effect(parts.effect);
    auto retries = parse_retry_counts(parts.retries);
    if (!state || !before_sent || !effect || !retries || !parts.digest)
        return std::nullopt;
    row.state = *state;
    row.before_sent = *before_sent;
    row.effect = *effect;
    row.retries = std::move(*retries);
    row.digest = *parts.digest;
    return parts.seal == seal_of(row) ? std::optional(std::move(row)) : std::nullopt;
}

std::string to_hexadecimal(std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes)
        text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

bool parse_hexadecimal(std::string_view text, std::span<std::uint8_t> into) noexcept
{
    if (text.size() != 2 * into.size())
        return false;
    for (std::size_t i = 0; i < into.size(); ++i) {
        const char* const first = text.data() + 2 * i;
        if (std::from_chars(first, first + 2, into[i], 16).ptr != first + 2)
            return false;
    }
    return true;
}

} // namespace useapi::bulk
