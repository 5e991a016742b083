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

/** A random number for each ledger: the same data has a different digest in each ledger. */
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

    /** HMAC-SHA256 of all data of a row that are sent. */
    row_digest operator()(const account_row& row) const;

    /** Hexadecimal digits that differ from key to key. */
    std::string mark() const;

private:
    secret key_;
};

/** A digest of many digests, in their order. */
class digest_chain
{
public:
    /** @param name the name of the digested value */
    void add(std::string_view name, const row_digest& digest);

    const row_digest& result() const noexcept { return result_; }

private:
    row_digest result_{};
};

/** A checksum of a row in a ledger, to find damage that a database does not notice. */
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

/** Completes a row that a store has read.
    @param row  everything that is not among the parts
    @return nothing if the row is damaged */
std::optional<ledger_row> restored(ledger_row row, const stored_parts& parts);

std::string to_hexadecimal(std::span<const std::uint8_t> bytes);

/** Returns false if `to_hexadecimal` does not make such a text from so many bytes. */
bool parse_hexadecimal(std::string_view text, std::span<std::uint8_t> into) noexcept;

} // namespace useapi::bulk

#endif
