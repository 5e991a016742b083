#include "bulk/ledger/ledger_digest.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

BOOST_AUTO_TEST_SUITE(ledger_digest_memory)

using namespace useapi;
using test::secret_marker;
using test::watched_memory;

BOOST_AUTO_TEST_CASE(passwords_and_tokens_of_digests_are_in_no_freed_memory)
{
    for (const std::size_t size : {0U, 3U, 60U, 200U, 5000U}) {
        const std::string text = std::string(secret_marker) + std::string(size, 'x');
        const secret token(text);
        bulk::account_row row(runwayml::account_settings("a@b.cd", secret(text)));
        row.max_jobs(10);
        row.add("sessionId", secret(text));
        std::size_t found = 0;
        {
            const watched_memory watched;
            const bulk::digest_key key(token, bulk::ledger_salt{1});
            static_cast<void>(key(row));
            static_cast<void>(key.mark());
            found = watched.marked_blocks();
        }
        BOOST_TEST(found == 0U, found << " blocks for " << size << " bytes more");
    }
}

BOOST_AUTO_TEST_SUITE_END()
