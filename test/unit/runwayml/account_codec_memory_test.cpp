#include "runwayml/account_codec.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using useapi::test::secret_marker;
using useapi::test::watched_memory;

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(watched_memory_sees_a_secret_that_is_left_behind)
{
    const watched_memory watched;
    delete new std::string(std::string(100, ' ').append(secret_marker));
    BOOST_TEST(watched.marked_blocks() != 0U);
}

BOOST_AUTO_TEST_CASE(parse_account_allocates_for_the_strings_of_the_account_alone)
{
    const std::string text = R"({"email":"a@b.cd","password":"****","maxJobs":5,"jwt":{"token":")" +
                             std::string(800, 't') +
                             R"(","exp":1734858598.864,"iat":1732266598.864,"id":17},"new":{"a":[1,2,3]}})";
    account read;
    std::size_t counted = 0;
    {
        const watched_memory watched;
        BOOST_TEST_REQUIRE(!parse_account(text, "a@b.cd", read));
        counted = watched.allocations();
    }
    BOOST_TEST(counted == 2U); // password and token
}

BOOST_AUTO_TEST_CASE(parse_accounts_leaves_no_secret_in_freed_memory)
{
    // Escapes make the parser assemble the text in its own memory.
    const std::string long_secret =
        "\\u0041" + std::string(9000, 'x') + "\\u0042" + std::string(secret_marker);
    for (const std::size_t count : {1U, 3U, 200U}) {
        std::string text = "{";
        for (std::size_t i = 0; i < count; ++i)
            text += (i ? ",\"" : "\"") + std::to_string(i) +
                    R"(@b.cd":{"password":"MARKED-SECRET","jwt":{"token":")" + long_secret + "\"}}";
        for (const std::string ending : {"}", "", "]"}) {
            const std::string whole = text + ending;
            std::size_t found = 0;
            {
                const watched_memory watched;
                std::vector<account> read;
                BOOST_REQUIRE(!parse_accounts(whole, read) == (ending == "}"));
                read.clear();
                found = watched.marked_blocks();
            }
            BOOST_TEST_CONTEXT(count << " accounts, ending '" << ending << "'")
            {
                BOOST_TEST(found == 0U);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(append_json_and_append_multipart_leave_no_copy_behind)
{
    const std::string password = std::string(secret_marker) + std::string(1000, '\x01');
    for (const std::string& text : {std::string(secret_marker), password}) {
        account_settings settings("a@b.cd", secret(text));
        settings.max_jobs(-2147483647).use_workspace(use_workspace::team(std::string(256, '\x01')));
        for (const bool as_json : {true, false}) {
            std::string out;
            std::size_t counted = 0;
            std::size_t found = 0;
            {
                const watched_memory watched;
                if (as_json)
                    append_json(out, settings);
                else
                    append_multipart(out, settings, "useapi-0123456789abcdef");
                counted = watched.allocations();
                found = watched.marked_blocks();
            }
            BOOST_TEST(counted == 1U);
            BOOST_TEST(found == 0U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
