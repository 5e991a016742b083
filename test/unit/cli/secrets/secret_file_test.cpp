#include "cli/secrets/secret_file.hpp"

#include "cli/usage_error.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi::cli;
using useapi::test::temporary_folder;

struct line_case
{
    std::string_view name;
    std::string_view content;
    std::string_view expected; ///< empty: refused
};

BOOST_AUTO_TEST_SUITE(secret_files)

BOOST_AUTO_TEST_CASE(first_line_is_taken_as_it_is_without_its_end)
{
    const std::vector<line_case> cases{
        {"no line end", "pass", "pass"},
        {"LF", "pass\n", "pass"},
        {"CRLF", "pass\r\n", "pass"},
        {"blanks", " pa ss \n", " pa ss "},
        {"a second line", "pass\nx", "pass"},
        {"carriage return inside", "pa\rss\n", "pa\rss"},
        {"empty file", "", ""},
        {"empty first line", "\npass\n", ""},
    };
    const temporary_folder folder;
    for (const line_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const secret_file file(folder.file("secret", each.content), "the password");
            if (each.expected.empty())
                BOOST_CHECK_THROW((void)file.first_line(), usage_error);
            else
                BOOST_TEST(file.first_line().reveal() == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(lines_of_a_file_leave_empty_ones_out)
{
    const temporary_folder folder;
    const auto found = secret_file(folder.file("secret", "one\r\n\ntwo"), "the tokens").lines();
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].reveal() == "one");
    BOOST_TEST(found[1].reveal() == "two");
    BOOST_CHECK_THROW((void)secret_file(folder.file("none", "\n\n"), "the tokens").lines(), usage_error);
}

BOOST_AUTO_TEST_CASE(file_that_cannot_be_read_is_named_with_the_reason)
{
    const temporary_folder folder;
    const std::string missing = folder.path("missing");
    BOOST_CHECK_EXCEPTION(secret_file(missing, "the API token"), usage_error,
                          [&](const usage_error& problem) {
                              return problem.what() == "cannot read the API token from " + missing +
                                                           ": No such file or directory";
                          });
    BOOST_CHECK_THROW(secret_file(folder.path("."), "the API token"), usage_error);
}

BOOST_AUTO_TEST_CASE(file_of_64_kib_and_more_is_refused)
{
    const temporary_folder folder;
    const std::string path = folder.file("large", std::string(64 * 1024, 'x'));
    BOOST_CHECK_THROW(secret_file(path, "the API token"), usage_error);
}

BOOST_AUTO_TEST_CASE(warning_tells_who_else_may_do_what)
{
    const temporary_folder folder;
    const std::string path = folder.file("secret", "pass\n");
    using std::filesystem::perms;
    const auto warning_with = [&path](perms more) {
        std::filesystem::permissions(path, perms::owner_read | perms::owner_write | more);
        return secret_file(path, "the API token").warning();
    };
    BOOST_TEST(warning_with(perms::none) == "");
    BOOST_TEST(warning_with(perms::group_read).starts_with("others may read /"));
    BOOST_TEST(warning_with(perms::others_read).ends_with("/secret: chmod 600 it"));
    BOOST_TEST(warning_with(perms::group_write).starts_with("others may change /"));
    BOOST_TEST(
        warning_with(perms::others_read | perms::others_write).starts_with("others may read and change /"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
