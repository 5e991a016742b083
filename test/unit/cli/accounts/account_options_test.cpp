#include "accounts/service/service_traits.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(options_of_accounts)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

struct refused_line
{
    std::string_view line;
    std::string_view why;
};

BOOST_AUTO_TEST_CASE(each_service_has_its_own_limits)
{
    BOOST_TEST(accept(split("accounts upsert a@b.c --max-jobs 10")).account.max_jobs.value() == 10);
    BOOST_TEST(
        accept(split("accounts upsert a@b.c --service pixverse --max-jobs 50")).account.max_jobs.value() ==
        50);
    for (const auto& [line, why] : {
             refused_line{"--max-jobs 11", "--max-jobs: 11 is not a number of 1 to 10"},
             refused_line{"--max-jobs 51 --service pixverse", "--max-jobs: 51 is not a number of 1 to 50"},
             refused_line{"--use-workspace true --service kling",
                          "--use-workspace: only accounts of Runway have workspaces"},
         }) {
        const misuse refused = refuse(split("accounts upsert a@b.c " + std::string(line)));
        BOOST_TEST(refused.message.starts_with(why), refused.message);
        BOOST_TEST(refused.message.ends_with("(see useapi accounts upsert --help)"), refused.message);
    }
}

BOOST_AUTO_TEST_CASE(service_is_the_same_before_and_after_the_command)
{
    for (const std::string_view line : {"accounts list --service mureka", "--service mureka accounts list",
                                        "accounts --service mureka list"}) {
        const arguments read = accept(split(line));
        BOOST_REQUIRE_MESSAGE(read.account.service != nullptr, line);
        BOOST_TEST(read.account.service->name == "mureka", line);
    }
    BOOST_TEST((accept(split("accounts list --service runwayml")).account.service == nullptr));
}

BOOST_AUTO_TEST_CASE(service_is_not_a_variable_because_it_would_redirect_other_commands)
{
    ::setenv("USEAPI_SERVICE", "mureka", 1);
    BOOST_TEST((accept(split("accounts list")).account.service == nullptr));
    ::unsetenv("USEAPI_SERVICE");
}

BOOST_AUTO_TEST_CASE(accounts_to_delete_are_named_on_the_command_line_or_by_a_file)
{
    const arguments by_file =
        accept(split("accounts delete --file f --format ndjson --profiles p --yes --service dreamina"));
    BOOST_TEST(by_file.bulk.file == "f");
    BOOST_TEST((by_file.bulk.format == input_format::ndjson));
    BOOST_TEST(by_file.bulk.profiles_file == "p");
    BOOST_TEST(by_file.bulk.yes);
    BOOST_TEST(by_file.account.email == "");
    const arguments one = accept(split("accounts delete a@b.c"));
    BOOST_TEST(one.account.email == "a@b.c");
    BOOST_TEST(one.bulk.file == "");
    BOOST_TEST(!one.bulk.yes);
    for (const auto& [line, why] : {
             refused_line{"", "EMAIL or --file is required"},
             refused_line{"a@b.c --file f", "EMAIL excludes --file"},
             refused_line{"a@b.c --yes", "--yes requires --file"},
             refused_line{"a@b.c --profiles p", "--profiles requires --file"},
             refused_line{"a@b.c --format csv", "--format requires --file"},
         }) {
        const misuse refused = refuse(split("accounts delete " + std::string(line)));
        BOOST_TEST(refused.message.starts_with(why), refused.message);
    }
}

BOOST_AUTO_TEST_CASE(time_of_expiry_is_explained_when_it_is_refused)
{
    for (const std::string_view text : {"7w", "-1d", "d", "1.5d", "36601d", "999999999999999999999s"}) {
        const misuse refused = refuse({"accounts", "renew", "f", "--expiring-within=" + std::string(text)});
        BOOST_TEST(refused.message.starts_with("--expiring-within: " + std::string(text) +
                                               " is not a time such as 7d, 12h, 30m or 90s; it takes TIME: "),
                   refused.message);
    }
    BOOST_TEST((accept(split("accounts renew f --expiring-within 3660d")).health.expiring_within ==
                std::chrono::hours(3660 * 24)));
}

BOOST_AUTO_TEST_CASE(health_and_export_read_their_files)
{
    const arguments health =
        accept(split("accounts health --profiles p --metrics-file m --service kling --expiring-within 12h"));
    BOOST_TEST(health.bulk.profiles_file == "p");
    BOOST_TEST(health.health.metrics_file == "m");
    BOOST_TEST(health.account.service->name == "kling");
    const arguments listed = accept(split("accounts export --profiles p --service minimax"));
    BOOST_TEST(listed.bulk.profiles_file == "p");
    BOOST_TEST(listed.account.service->name == "minimax");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
