#include "bulk/input/duplicates.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

BOOST_AUTO_TEST_SUITE(duplicates_memory)

using namespace useapi;
using test::secret_marker;
using test::watched_memory;

BOOST_AUTO_TEST_CASE(passwords_and_fields_of_compared_rows_are_in_no_freed_memory)
{
    for (const std::size_t size : {0U, 3U, 60U, 200U, 5000U}) {
        const std::string text = std::string(secret_marker) + std::string(size, 'x');
        bulk::account_row row(runwayml::account_settings("a@b.cd", secret(text)));
        row.max_jobs(10);
        row.add("sessionId", secret(text)).add("proxy", secret(text));
        std::size_t found = 0;
        {
            const watched_memory watched;
            bulk::duplicates seen;
            seen.add(row, 2, "eu");
            seen.add(row, 3, "eu");
            static_cast<void>(seen.look_up(row, 2, "eu"));
            found = watched.marked_blocks();
        }
        BOOST_TEST(found == 0U, found << " blocks for " << size << " bytes more");
    }
}

BOOST_AUTO_TEST_SUITE_END()
