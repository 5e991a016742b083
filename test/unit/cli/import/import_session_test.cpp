#include "cli/command_line/arguments.hpp"
#include "cli/import/import_session.hpp"
#include "cli/output/console.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

namespace {

BOOST_AUTO_TEST_SUITE(import_session)

BOOST_AUTO_TEST_CASE(session_leaves_nothing_to_wait_for_at_its_end)
{
    const useapi::test::temporary_folder folder;
    useapi::cli::console out{useapi::cli::console_settings()};
    useapi::cli::import_arguments given;
    given.control_file = folder.file("control.json", "{}");
    std::map<std::string, useapi::client_options> clients;
    for (const char* profile : {"eu", "us"})
        clients.emplace(profile, useapi::client_options(useapi::secret("user:1234-kept-to-ourselves")));
    const useapi::bulk::import_options options(folder.file("in.csv", "email,password\na@example.com\n"));
    useapi::cli::import_session session(clients, options, given, out);
    BOOST_TEST(session.check().problem_count == 1U);
    BOOST_TEST(session.end());
}

BOOST_AUTO_TEST_CASE(session_whose_rows_are_all_skipped_ends_its_look_at_the_control_file)
{
    const useapi::test::temporary_folder folder;
    useapi::cli::import_arguments given;
    given.control_file = folder.file("control.toml", "");
    const auto options =
        useapi::bulk::import_options(folder.file("in.csv", "email,password\na@example.com\n"))
            .skip_invalid(true);
    const std::map<std::string, useapi::client_options> clients{
        {"", useapi::client_options(useapi::secret("user:1234-kept-to-ourselves"))}};
    (void)useapi::test::printed_by([&](useapi::cli::console& out) {
        useapi::cli::import_session session(clients, options, given, out);
        BOOST_TEST(session.check().problem_count == 1U);
        const useapi::bulk::import_summary summary = session.finish();
        BOOST_TEST(summary.applied == 0U);
        BOOST_TEST(session.end());
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
