#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_DIGEST_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_DIGEST_HPP

#include "bulk/ledger/ledger_row.hpp"

#include <useapi/bulk/account_row.hpp>
#include <useapi/secret.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A ledger's own random number: the same data has another digest in each ledger. */
using ledger_salt = std::array<std::uint8_t, 16>;

ledger_salt make_salt();

/** The key of a ledger's digests, derived from an API token with HKDF-SHA256. The ledger
    alone, without the token, does not help to guess a password.

    @see RFC 5869, RFC 2104
*/
class digest_key
{
public:
    digest_key(const secret& token, const ledger_salt& salt);

    /** HMAC-SHA256 of all that is sent of a row. */
    row_digest operator()(const account_row& row) const;

    /** Tells this key from others, in hexadecimal digits. */
    std::string mark() const;

private:
    row_digest hmac(std::string text) const;

    secret key_;
};

/** A digest of many digests, in their order. */
class digest_chain
{
public:
    /** @param name  of what the digest is of */
    void add(std::string_view name, const row_digest& digest);

    const row_digest& result() const noexcept { return result_; }

private:
    row_digest result_{};
};

/** A checksum of what a ledger records of a row, to find damage that a database does not see. */
using row_seal = std::array<std::uint8_t, 8>;

row_seal seal_of(const ledger_row& row);
row_seal seal_of(std::string_view name, std::string_view value);

/** Columns that must be parsed and verified before a stored row is trusted. */
class stored_parts
{
public:
    std::string state;
    std::string before_sent;
    std::string effect;
    std::string retries;
    std::optional<row_digest> digest;
    std::optional<row_seal> seal;
};

/** Completes a row as a store found it.
    @param row  all that is not among the parts
    @return nothing if it is not what was written */
std::optional<ledger_row> restored(ledger_row row, const stored_parts& parts);

std::string to_hexadecimal(std::span<const std::uint8_t> bytes);

/** False if the text is not what `to_hexadecimal` makes of so many bytes. */
bool parse_hexadecimal(std::string_view text, std::span<std::uint8_t> into) noexcept;

} // namespace useapi::bulk

#endif
