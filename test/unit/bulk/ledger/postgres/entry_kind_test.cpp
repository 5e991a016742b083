#include "bulk/ledger/postgres/entry_kind.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>

namespace {

using namespace useapi::bulk;
using postgres::entry_kind;
using postgres::judge_entry;

work_fingerprint fingerprint(std::uint8_t tokens, std::uint8_t rows)
{
    work_fingerprint made;
    made.tokens.fill(tokens);
    made.rows.fill(rows);
    return made;
}

BOOST_AUTO_TEST_SUITE(entries_of_workers)

BOOST_AUTO_TEST_CASE(worker_begins_a_run_unless_others_are_at_work)
{
    for (const auto& recorded : {std::optional<work_fingerprint>(), std::optional(fingerprint(1, 1)),
                                 std::optional(fingerprint(2, 2))})
        BOOST_TEST((judge_entry(recorded, fingerprint(1, 1), false, false) == entry_kind::begins));
    BOOST_TEST((judge_entry(fingerprint(1, 1), fingerprint(1, 1), true, false) == entry_kind::joins));
}

BOOST_AUTO_TEST_CASE(worker_that_sends_something_else_than_the_others_is_refused)
{
    BOOST_TEST(
        (judge_entry(fingerprint(1, 1), fingerprint(1, 2), true, false) == entry_kind::has_other_rows));
    // Digests of rows depend on the token.
    BOOST_TEST(
        (judge_entry(fingerprint(1, 1), fingerprint(2, 2), true, false) == entry_kind::has_other_tokens));
}

BOOST_AUTO_TEST_CASE(worker_that_lost_its_lease_goes_on_in_its_own_run_alone)
{
    for (const bool others_work : {false, true}) {
        BOOST_TEST(
            (judge_entry(fingerprint(1, 1), fingerprint(1, 1), others_work, true) == entry_kind::joins));
        BOOST_TEST((judge_entry(fingerprint(1, 2), fingerprint(1, 1), others_work, true) ==
                    entry_kind::comes_after_another));
        BOOST_TEST((judge_entry(std::nullopt, fingerprint(1, 1), others_work, true) ==
                    entry_kind::comes_after_another));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
