#ifndef USEAPI_TEST_UNIT_CLI_WRITTEN_LEDGER_HPP
#define USEAPI_TEST_UNIT_CLI_WRITTEN_LEDGER_HPP

#include "bulk/ledger/ledger_store.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace useapi::test {

/** Makes the ledger of a run whose first rows were registered and whose next ones were refused.
    @param rows  of the input; the others are pending */
inline void write_ledger(const std::string& path, std::size_t rows, std::size_t registered,
                         std::size_t refused)
{
    bulk::ledger_purpose purpose;
    purpose.identity.input = "/srv/private/in.csv";
    purpose.identity.first_email = "a0@b.cd";
    purpose.identity.base_url = "https://a.example/v1/runwayml";
    purpose.rows = rows;
    const auto ledger = bulk::open_ledger(path, purpose);
    std::vector<bulk::ledger_claim> claims;
    std::vector<bulk::ledger_outcome> outcomes;
    for (std::size_t i = 0; i < registered + refused; ++i) {
        const bulk::row_key key("", "a" + std::to_string(i) + "@b.cd");
        claims.emplace_back(key, bulk::row_digest{}, i + 2);
        bulk::row_result result;
        result.email = key.email;
        result.attempts = 1;
        if (i < registered) {
            result.outcome = bulk::row_outcome::applied;
            result.effect = effect::applied;
            result.status = 201;
        } else {
            result.outcome = bulk::row_outcome::rejected;
            result.effect = effect::rejected;
            result.status = 401;
            result.error = "wrong, \"password\"";
        }
        outcomes.emplace_back(key, std::move(result));
    }
    ledger->commit(outcomes, claims);
}

} // namespace useapi::test

#endif
