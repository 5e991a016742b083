#include "bulk/input/input_rows.hpp"
#include "unit/bulk/input/compressed.hpp"
#include "unit/bulk/temporary_file.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

BOOST_AUTO_TEST_SUITE(input_rows_memory)

namespace {

using namespace useapi::bulk;
using namespace useapi::bulk::testing;
using useapi::test::secret_marker;
using useapi::test::watched_memory;

constexpr std::size_t row_count = 3000;

std::string utf16_of(std::string_view text)
{
    std::string wide;
    for (const char c : text)
        wide.append({c, '\0'});
    return wide;
}

/** Reads the file. @return the freed blocks with a password */
std::size_t blocks_with_passwords(const std::string& name, const std::string& content)
{
    const temporary_file file(name, content);
    const import_options options(file.path());
    std::size_t good = 0;
    const watched_memory watched;
    {
        input_file opened(file.path());
        input_rows read(opened, options);
        while (const auto item = read.next())
            good += std::holds_alternative<input_row>(*item) ? 1 : 0;
    }
    BOOST_TEST(good == row_count);
    return watched.marked_blocks();
}

} // namespace

BOOST_AUTO_TEST_CASE(passwords_of_a_file_are_in_no_freed_memory)
{
    std::string csv = "email,password,maxJobs\n";
    std::string ndjson;
    for (std::size_t i = 0; i < row_count; ++i) {
        const std::string email = "user" + std::to_string(i) + "@example.com";
        const std::string password = std::string(secret_marker) + std::string(i % 50, 'x');
        csv += email + ',' + password + ",5\n";
        ndjson += R"({"email":")" + email + R"(","password":")" + password + "\"}\n";
    }
    BOOST_TEST(blocks_with_passwords("a.csv", csv) == 0U);
    BOOST_TEST(blocks_with_passwords("a.ndjson", ndjson) == 0U);
    BOOST_TEST(blocks_with_passwords("a.csv", utf16_of(csv)) == 0U);
    BOOST_TEST(blocks_with_passwords("a.csv.gz", gzip_of(csv)) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
