#include "cli/import/pruning.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(prunings)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(deletion_needs_to_know_of_all_files_that_name_accounts)
{
    const auto given = [](const std::string& more) {
        return accept(split("accounts import f --prune " + more)).bulk;
    };
    BOOST_CHECK_NO_THROW(require_all_files(given("--no-other-file")));
    BOOST_CHECK_NO_THROW(require_all_files(given("--keep-rows-of g --keep-rows-of h")));
    // Neither tells; both contradict each other.
    for (const std::string more : {"", "--no-other-file --keep-rows-of g"})
        BOOST_CHECK_EXCEPTION(require_all_files(given(more)), usage_error, [](const usage_error& refused) {
            return std::string(refused.what()).ends_with("nothing was sent");
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
