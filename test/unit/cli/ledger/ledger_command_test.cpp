#include "cli/commands.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/cli/written_ledger.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

BOOST_AUTO_TEST_SUITE(commands_of_ledgers)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;

exit_code run_ledger_command(const arguments& given, console& out)
{
    return given.command == command::ledger_init ? run_ledger_init_command(given.ledger, out)
                                                 : run_ledger_backup_command(given.ledger, out);
}

/** Why the command is refused; empty if it is not. */
std::string refusal_of(words more)
{
    more.insert(more.begin(), {"--config", "none", "ledger"});
    const arguments given = accept(more);
    std::string why;
    (void)printed_by([&](console& out) {
        try {
            (void)run_ledger_command(given, out);
        } catch (const usage_error& refused) {
            why = refused.what();
        } catch (const exception& refused) {
            why = refused.reason().detail();
        }
    });
    return why;
}

BOOST_AUTO_TEST_CASE(copy_is_made_of_the_ledger_beside_the_input)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", "email,password\n");
    write_ledger(input + ".ledger", 9, 2, 1);
    const std::string copy = folder.path("copy.db");
    const arguments given = accept({"--config", "none", "ledger", "backup", input, copy});
    const printed shown =
        printed_by([&](console& out) { BOOST_TEST((run_ledger_command(given, out) == exit_code::done)); });
    BOOST_TEST(shown.out == copy + ": 3 rows of " + input + ".ledger\n");
    BOOST_TEST(std::filesystem::file_size(copy) > 0U);

    // The second one would overwrite it.
    BOOST_TEST(refusal_of({"backup", input, copy}).find("exists already") != std::string::npos);
    const std::string other = folder.path("other.db");
    const arguments again = accept({"--config", "none", "ledger", "backup", input + ".ledger", other});
    BOOST_TEST(printed_by(as_json(), [&](console& out) { (void)run_ledger_command(again, out); }).out ==
               "{\"ledger\":\"" + input + ".ledger\",\"backup\":\"" + other + "\",\"rows\":3}\n");
}

BOOST_AUTO_TEST_CASE(ledger_of_the_wrong_kind_is_refused)
{
    const temporary_folder folder;
    const std::string copy = folder.path("copy.db");
    BOOST_TEST(refusal_of({"backup", "postgresql://h/d", copy}) ==
               "a ledger in PostgreSQL is backed up with pg_dump");
    BOOST_TEST(refusal_of({"init", folder.path("run.db")}) ==
               "ledger init takes the URL of a database, such as postgresql://HOST/DATABASE");
    for (const words& given : {words{"backup", "postgresql://u:hunter22@h/d", copy},
                               words{"init", "postgresql://u:hunter22@h/d"}}) {
        const std::string why = refusal_of(given);
        BOOST_TEST(why.find("PGPASSWORD") != std::string::npos, why);
        BOOST_TEST(why.find("hunter22") == std::string::npos, why);
    }
    BOOST_TEST(refusal_of({"backup", folder.path("missing"), copy}).find("missing") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(copy));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
