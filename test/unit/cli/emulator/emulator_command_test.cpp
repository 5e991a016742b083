#include "cli/commands.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(commands_of_the_emulator)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

/** Why the emulator does not begin. */
std::string refusal_of(words more)
{
    more.insert(more.begin(), {"--config", "none", "emulator"});
    const arguments given = accept(more);
    return refusal_by([&](console& out) { (void)run_emulator_command(given.emulator, out); });
}

BOOST_AUTO_TEST_CASE(fault_that_is_wrong_is_refused_with_its_text_and_what_is_wrong_with_it)
{
    const std::vector<std::pair<std::string, std::string>> cases{{"sulk", "--fault sulk: "},
                                                                 {"status=99", "--fault status=99: "},
                                                                 {"stall,rate=2", "--fault stall,rate=2: "}};
    for (const auto& [spec, why] : cases) {
        const std::string said = refusal_of({"--fault", "stall", "--fault=" + spec});
        BOOST_TEST(said.starts_with(why), said);
        BOOST_TEST(said.size() > why.size(), said);
    }
}

BOOST_AUTO_TEST_CASE(file_of_tokens_that_cannot_be_read_is_refused)
{
    const temporary_folder folder;
    BOOST_TEST(refusal_of({"--accept-tokens", folder.path("missing")}).find("missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(emulator_that_cannot_begin_ends_with_2_and_one_message)
{
    const temporary_folder folder;
    const std::string blocked = folder.file("file", "");
    const arguments given = accept({"--config", "none", "emulator", "--tls-dir", blocked + "/tls"});
    const printed shown = printed_by(
        [&](console& out) { BOOST_TEST((run_emulator_command(given.emulator, out) == exit_code::usage)); });
    BOOST_TEST(shown.out == "");
    BOOST_TEST(shown.err.starts_with("useapi: error: emulator: "), shown.err);
    BOOST_TEST(shown.err.find("useapi: ", 8) == std::string::npos, shown.err);
    BOOST_TEST(shown.err.find('\n') == shown.err.size() - 1, shown.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
