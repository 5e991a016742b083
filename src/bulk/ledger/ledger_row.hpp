#ifndef USEAPI_SRC_BULK_LEDGER_LEDGER_ROW_HPP
#define USEAPI_SRC_BULK_LEDGER_LEDGER_ROW_HPP

#include <useapi/effect.hpp>

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::bulk {

using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

/** The state of a row in a ledger. The spelling of the names is part of the file's format. */
enum class row_state
{
    pending,  ///< not sent with the present data of the input
    sent,     ///< passed to the client, without a recorded outcome: it may have been applied
    applied,  ///< registered with the data of its digest
    rejected, ///< the service refused it
    failed,   ///< no conclusive answer, and the service did nothing
    unknown,  ///< no conclusive answer, and the service may have applied it
    deleted   ///< deleted, or about to be, because no row of the input named it
};

std::string_view to_string(row_state value) noexcept;
std::optional<row_state> parse_row_state(std::string_view text) noexcept;

std::optional<effect> parse_effect(std::string_view text) noexcept;

inline constexpr std::array<row_state, 7> all_row_states{
    row_state::pending, row_state::sent,    row_state::applied, row_state::rejected,
    row_state::failed,  row_state::unknown, row_state::deleted};

/** A keyed digest of the data that were sent. It only tells whether a row has changed. */
using row_digest = std::array<std::uint8_t, 32>;

/** The account of a row. */
class row_key
{
public:
    row_key() = default;

    row_key(std::string whose, std::string which) : profile(std::move(whose)), email(std::move(which)) {}

    std::string profile; ///< empty: the default one
    std::string email;   ///< in the form of `account_key`

    auto operator<=>(const row_key&) const = default;
};

using retry_counts = std::map<std::string, unsigned>;

/** One account of a ledger. Holds no secret. */
class ledger_row
{
public:
    row_key key;
    row_state state = row_state::pending;
    row_state before_sent =
        row_state::pending; ///< the state to which it returns if it was not sent after all
    row_digest digest{};    ///< of the data that were sent last, or are about to be
    std::uint64_t line = 0; ///< its line in the input when it was sent last
    unsigned attempts = 0;  ///< requests, over all runs
    int status = 0;         ///< of the last answer
    useapi::effect effect = useapi::effect::none;
    bool worth_retrying = false; ///< another run may succeed
    std::string error;           ///< empty if the row did not fail
    retry_counts retries;        ///< repeated attempts, over all runs
    std::optional<wall_time> first_sent_at;
    std::optional<wall_time>
        sent_at; ///< by the service's clock; before the service's first answer, by the ledger's clock
    std::optional<wall_time> settled_at;
    std::chrono::milliseconds elapsed{}; ///< of the calls of the last run

    bool operator==(const ledger_row&) const = default;
};

/** `{"status 503":2}` */
std::string to_text(const retry_counts& counts);

/** Nothing if the text does not have the form that `to_text` makes. */
std::optional<retry_counts> parse_retry_counts(std::string_view text);

} // namespace useapi::bulk

#endif
