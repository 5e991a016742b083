#include "cli/commands.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

BOOST_AUTO_TEST_SUITE(commands_of_api)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

/** Why a request is refused before anything is sent. */
std::string refusal_of(words more)
{
    more.insert(more.begin(), {"--config", "none", "api", "POST", "/v1/x"});
    const arguments given = accept(more);
    return refusal_by([&](console& out) { (void)run_api_command(given, environment_secrets(), out); });
}

BOOST_AUTO_TEST_CASE(content_that_cannot_be_read_is_refused_by_the_name_of_its_file)
{
    const temporary_folder folder;
    BOOST_TEST(refusal_of({"--input", folder.path("missing")}) ==
               folder.path("missing") + ": No such file or directory");
    BOOST_TEST(refusal_of({"--input", folder.path("")}) == folder.path("") + ": Is a directory");
    const std::string large = folder.file("large", "");
    std::filesystem::resize_file(large, 16 * 1024 * 1024 + 1);
    BOOST_TEST(refusal_of({"--input", large}) == large + ": it is larger than 16 MiB");
    std::filesystem::resize_file(large, 16 * 1024 * 1024);
    // The token is looked for after the content, so the content was accepted.
    BOOST_TEST(refusal_of({"--input", large}).starts_with("no API token"));
    BOOST_TEST(refusal_of({}).starts_with("no API token"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
