#include "bulk/input/check_rows.hpp"
#include "bulk/input/input_bytes.hpp"
#include "unit/bulk/input/compressed.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/bulk/temporary_file.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/test/unit_test.hpp>

#include <malloc.h>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(inputs)

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

namespace {

const std::string header = "email,password,maxJobs\n";

std::string rows(std::size_t count)
{
    std::string text = header;
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com,hunter22,5\n";
    return text;
}

std::string refusal_of(const std::string& path)
{
    return message_of_refusal([&path] { check_input(import_options(path)); });
}

/** The most memory of the heap, in bytes, that unpacking the input took in addition. */
std::size_t memory_to_unpack(const std::string& path, std::size_t& size)
{
    const std::size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
    std::size_t most = 0;
    size = 0;
    input_file file(path);
    input_bytes bytes(file);
    std::vector<char> space(64 * 1024);
    while (const auto produced = bytes.read(space)) {
        if (*produced == 0)
            break;
        size += *produced;
        const std::size_t now = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
        most = std::max(most, now > before ? now - before : 0);
    }
    return most;
}

} // namespace

BOOST_AUTO_TEST_CASE(compressed_input_is_read_whatever_its_name_is)
{
    const std::string text = rows(500);
    const temporary_file files[] = {{"g.csv.gz", gzip_of(text)},
                                    {"z.csv.zst", zstd_of(text)},
                                    {"g.csv", gzip_of(text)},
                                    {"z.csv", zstd_of(text)},
                                    {"p.csv", text}};
    for (const temporary_file& file : files) {
        const check_report report = check_input(import_options(file.path()));
        BOOST_TEST(report.rows == 500U);
        BOOST_TEST(report.problem_count == 0U);
    }
}

BOOST_AUTO_TEST_CASE(problems_of_compressed_input_have_line_and_column)
{
    const std::string text = rows(2) + "x@example.com,hunter22,11\n";
    for (const std::string& packed : {gzip_of(text), zstd_of(text)}) {
        const temporary_file file("lines.csv", packed);
        const check_report report = check_input(import_options(file.path()));
        BOOST_TEST_REQUIRE(report.problems.size() == 1U);
        BOOST_TEST(report.problems[0].text() == "line 4, column 3 (maxJobs): maxJobs is 11, must be 1 to 10");
    }
}

BOOST_AUTO_TEST_CASE(input_can_be_checked_and_then_checked_again)
{
    const temporary_file file("twice.csv.gz", gzip_of(rows(500)));
    bulk::import twice{import_options(file.path())};
    BOOST_TEST(twice.check().rows == 500U);
    BOOST_TEST(twice.check().rows == 500U);
}

BOOST_AUTO_TEST_CASE(archive_that_breaks_off_is_refused_with_its_place)
{
    for (const bool is_gzip : {true, false}) {
        const std::string packed = is_gzip ? gzip_of(rows(20'000)) : zstd_of(rows(20'000));
        const std::string name = is_gzip ? "cut.csv.gz" : "cut.csv.zst";
        const temporary_file file(name, packed.substr(0, packed.size() - 4));
        const std::string said = refusal_of(file.path());
        BOOST_TEST(said.find(file.path() +
                             ": the compressed data breaks off; is the file complete?, after line ") == 0U,
                   said);
    }
}

BOOST_AUTO_TEST_CASE(damaged_archive_is_refused)
{
    std::string packed = gzip_of(rows(20'000));
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i)
        packed[i] = '\x5A';
    const temporary_file file("bad.csv.gz", packed);
    const std::string said = refusal_of(file.path());
    BOOST_TEST(said.find("the gzip data is damaged") != std::string::npos, said);
}

BOOST_AUTO_TEST_CASE(input_that_is_not_what_its_name_says_is_refused)
{
    const struct
    {
        std::string name;
        std::string content;
        std::string said;
    } cases[] = {
        {"n.csv.gz", header, "has the name of gzip data, and is something else"},
        {"n.csv.zst", gzip_of(header), "has the name of zstd data, and is something else"},
        {"e.csv.gz", "", "has the name of gzip data, and is something else"},
        {"x.csv", "PK\x03\x04", "is a ZIP archive or a spreadsheet; save it as CSV"},
    };

    for (const auto& each : cases) {
        const temporary_file file(each.name, each.content);
        BOOST_TEST(refusal_of(file.path()) == file.path() + ": " + each.said);
    }
}

BOOST_AUTO_TEST_CASE(much_that_was_packed_small_takes_no_memory)
{
    // 50 MB of one character, or of empty lines, are some hundred kilobytes or less when compressed.
    for (const char filler : {'x', '\n'}) {
        const std::string text(50'000'000, filler);
        for (const bool is_gzip : {true, false}) {
            const temporary_file file("bomb.csv", is_gzip ? gzip_of(text) : zstd_of(text));
            std::size_t size = 0;
            const std::size_t most = memory_to_unpack(file.path(), size);
            BOOST_TEST(size == text.size());
            BOOST_TEST(most < 10'000'000U);
        }
    }
}

BOOST_AUTO_TEST_CASE(row_that_never_ends_is_given_up_after_its_limit)
{
    const temporary_file file("endless.csv.gz", gzip_of(header + std::string(50'000'000, 'x')));
    const check_report report = check_input(import_options(file.path()));
    BOOST_TEST(report.is_broken);
    BOOST_TEST(report.problems.at(0).text() ==
               "line 2: the row is longer than 65536 bytes; is a quote missing?");
}

BOOST_AUTO_TEST_SUITE_END()
