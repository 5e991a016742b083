#include "bulk/input/csv_reader.hpp"
#include "bulk/input/ndjson_reader.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(row_reader_memory)

namespace {

using namespace useapi::bulk;
using useapi::test::secret_marker;
using useapi::test::watched_memory;

/** Freed blocks with a password of the text. @param piece the bytes that the reader gets at a time */
std::size_t blocks_with_passwords(std::unique_ptr<row_reader> (*make)(), std::string_view text,
                                  std::size_t piece)
{
    const watched_memory watched;
    {
        const auto reader = make();
        for (std::size_t at = 0; at < text.size(); at += piece) {
            reader->feed(text.substr(at, piece));
            while (reader->next()) {
            }
        }
        reader->finish();
        while (reader->next()) {
        }
    }
    return watched.marked_blocks();
}

constexpr std::size_t pieces[] = {1, 100, 100'000};

const std::string marker(secret_marker);

} // namespace

BOOST_AUTO_TEST_CASE(passwords_of_csv_are_in_no_freed_memory)
{
    for (const std::string& password :
         {marker, marker + std::string(100, 'x'), '"' + marker + std::string(9000, 'x') + R"(""")",
          '"' + marker + '\n' + std::string(200, 'x') + '"', marker + "\"\n" + marker})
        for (const std::size_t piece : pieces) {
            std::string text = "email,password,maxJobs\n";
            for (int i = 0; i < 20; ++i)
                text += "user" + std::to_string(i) + "@example.com," + password + ",5\n";
            BOOST_TEST_CONTEXT(password.size() << " bytes in pieces of " << piece)
            BOOST_TEST(blocks_with_passwords([] { return make_csv_reader(); }, text, piece) == 0U);
        }
}

// The lines behind a quote that is never closed are read again, and some of them are wrong by themselves.
BOOST_AUTO_TEST_CASE(passwords_of_lines_that_are_read_again_are_in_no_freed_memory)
{
    std::string text = "email,password\n";
    for (int i = 0; i < 20; ++i)
        text += "a@example.com,\"open\nb@example.com,p\"\"" + marker + "\nc@example.com,\"x\n";
    for (const std::size_t piece : pieces)
        BOOST_TEST_CONTEXT("pieces of " << piece)
    BOOST_TEST(blocks_with_passwords([] { return make_csv_reader(); }, text, piece) == 0U);
}

BOOST_AUTO_TEST_CASE(passwords_where_a_header_should_be_are_in_no_freed_memory)
{
    for (const std::string& line :
         {"a@example.com," + marker + std::string(100, 'x'), "a@example.com;" + marker})
        BOOST_TEST(blocks_with_passwords([] { return make_csv_reader(); }, line + '\n', 10) == 0U);
}

BOOST_AUTO_TEST_CASE(passwords_of_ndjson_are_in_no_freed_memory)
{
    for (const std::string& password : {marker, marker + std::string(100, 'x'),
                                        "\\u0041" + marker + std::string(9000, 'x') + "\\n", marker + "\\x"})
        for (const std::size_t piece : pieces) {
            std::string text;
            for (int i = 0; i < 20; ++i)
                text += R"({"email":"user)" + std::to_string(i) + R"(@example.com","password":")" + password +
                        "\",\"maxJobs\":5}\n";
            BOOST_TEST_CONTEXT(password.size() << " bytes in pieces of " << piece)
            BOOST_TEST(blocks_with_passwords([] { return make_ndjson_reader(); }, text, piece) == 0U);
        }
}

BOOST_AUTO_TEST_SUITE_END()
