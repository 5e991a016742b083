#include "bulk/ledger/ledger_digest.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using runwayml::account_settings;

constexpr ledger_salt salt{1, 2, 3};

account_settings settings(std::string email, std::string_view password, int max_jobs)
{
    account_settings made(std::move(email), secret(password));
    made.max_jobs(max_jobs);
    return made;
}

BOOST_AUTO_TEST_SUITE(ledger_digests)

BOOST_AUTO_TEST_CASE(digest_is_hmac_sha256_under_a_key_of_hkdf)
{
    // Computed with another implementation of RFC 5869 and RFC 2104. If digests changed, every row of every
    // ledger would be sent once more.
    const digest_key key(secret("user:1234-abcdefgh"), salt);
    BOOST_TEST(to_hexadecimal(key(settings("a@b.cd", "hunter22", 5))) ==
               "e34e63b8fdbaa2593d565e353d7cfd9d7d82b7fd9700040a6eda2835f89f116f");
}

BOOST_AUTO_TEST_CASE(every_part_of_what_is_sent_makes_a_difference)
{
    const digest_key key(secret("user:1234-abcdefgh"), salt);
    account_settings with_team = settings("a@b.cd", "hunter22", 5);
    with_team.use_workspace(runwayml::use_workspace::team("team"));
    const std::vector<row_digest> all{
        key(settings("a@b.cd", "hunter22", 5)), key(settings("a@b.ce", "hunter22", 5)),
        key(settings("a@b.cd", "hunter23", 5)), key(settings("a@b.cd", "hunter22", 6)), key(with_team),
        digest_key(secret("user:1234-abcdefgi"), salt)(settings("a@b.cd", "hunter22", 5)),
        digest_key(secret("user:1234-abcdefgh"), ledger_salt{9})(settings("a@b.cd", "hunter22", 5)),
        // The same characters, divided differently between email and password.
        key(settings("a@b.cdh", "unter22", 5))};
    BOOST_TEST(std::set<row_digest>(all.begin(), all.end()).size() == all.size());
}

BOOST_AUTO_TEST_CASE(salts_differ)
{
    BOOST_TEST((make_salt() != make_salt()));
}

BOOST_AUTO_TEST_CASE(every_part_of_a_row_is_under_its_seal)
{
    ledger_row row;
    row.key = row_key("p", "a@b.cd");
    std::vector<row_seal> seals{seal_of(row)};
    const auto changed = [&](auto change) {
        ledger_row copy = row;
        change(copy);
        seals.push_back(seal_of(copy));
    };
    changed([](ledger_row& r) { r.key.profile = "q"; });
    changed([](ledger_row& r) { r.key.email = "a@b.ce"; });
    changed([](ledger_row& r) { r.state = row_state::applied; });
    changed([](ledger_row& r) { r.before_sent = row_state::applied; });
    changed([](ledger_row& r) { r.digest[31] = 1; });
    changed([](ledger_row& r) { r.line = 1; });
    changed([](ledger_row& r) { r.attempts = 1; });
    changed([](ledger_row& r) { r.status = 1; });
    changed([](ledger_row& r) { r.effect = effect::applied; });
    changed([](ledger_row& r) { r.worth_retrying = true; });
    changed([](ledger_row& r) { r.error = "x"; });
    changed([](ledger_row& r) { r.retries["x"] = 1; });
    changed([](ledger_row& r) { r.first_sent_at = wall_time(std::chrono::milliseconds(1)); });
    changed([](ledger_row& r) { r.sent_at = wall_time(std::chrono::milliseconds(1)); });
    changed([](ledger_row& r) { r.settled_at = wall_time(std::chrono::milliseconds(1)); });
    changed([](ledger_row& r) { r.elapsed = std::chrono::milliseconds(1); });
    BOOST_TEST(std::set<row_seal>(seals.begin(), seals.end()).size() == seals.size());
}

BOOST_AUTO_TEST_CASE(hexadecimal_comes_back_as_the_bytes_that_it_was)
{
    const std::array<std::uint8_t, 4> bytes{0x00, 0x0f, 0xa0, 0xff};
    BOOST_TEST(to_hexadecimal(bytes) == "000fa0ff");
    std::array<std::uint8_t, 4> found{};
    BOOST_TEST(parse_hexadecimal("000fa0ff", found));
    BOOST_TEST(found == bytes, boost::test_tools::per_element());
    for (const std::string_view text : {"", "000fa0f", "000fa0ff0", "000fa0fg", "-00fa0ff", "0 0fa0ff"})
        BOOST_TEST(!parse_hexadecimal(text, found), text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
