#include "cli/command_line/arguments.hpp"

#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(parse_arguments_of)

BOOST_AUTO_TEST_CASE(time_of_health_has_a_unit)
{
    const std::vector<std::pair<std::string_view, std::chrono::seconds>> cases{
        {"7d", 168h}, {"12h", 12h}, {"30m", 30min}, {"90s", 90s}, {"90", 90s}, {"0", 0s},
    };
    BOOST_TEST((accept(split("accounts health")).health.expiring_within == 168h));
    for (const auto& [text, expected] : cases) {
        BOOST_TEST_CONTEXT(text)
        BOOST_TEST(
            (accept(split("accounts health --expiring-within " + std::string(text))).health.expiring_within ==
             expected));
    }
}

BOOST_AUTO_TEST_CASE(command_each_is_recognised)
{
    const std::vector<std::pair<std::string_view, command>> cases{
        {"accounts upsert a@b.c", command::accounts_upsert},
        {"accounts get a@b.c", command::accounts_get},
        {"accounts list", command::accounts_list},
        {"accounts delete a@b.c", command::accounts_delete},
        {"accounts health", command::accounts_health},
        {"accounts export", command::accounts_export},
        {"accounts verify f.csv", command::accounts_verify},
        {"accounts repair f.csv", command::accounts_repair},
        {"accounts renew f.csv", command::accounts_renew},
        {"accounts import f.csv", command::accounts_import},
        {"accounts validate f.csv", command::accounts_validate},
        {"accounts report --ledger f", command::accounts_report},
        {"accounts status --ledger f", command::accounts_status},
        {"ledger backup in.csv copy", command::ledger_backup},
        {"ledger init postgresql://h/d", command::ledger_init},
        {"doctor --ledger postgresql://h/d", command::doctor},
        {"doctor", command::doctor},
        {"api GET /v2/account", command::api},
        {"accounts plan f.csv", command::accounts_plan},
        {"emulator", command::emulator},
        {"record f", command::record},
        {"explain", command::explain},
        {"explain token_refused", command::explain},
    };
    for (const auto& [line, expected] : cases) {
        BOOST_TEST_CONTEXT(line)
        BOOST_TEST(static_cast<int>(accept(split(line)).command) == static_cast<int>(expected));
    }
}

BOOST_AUTO_TEST_CASE(global_options_before_and_after_the_command_are_the_same)
{
    for (const std::string_view line :
         {"--timeout 1.5 --output json --verbose --no-color --base-url https://h/v1 accounts get a@b.c",
          "accounts --timeout 1.5 --output json get --verbose a@b.c --no-color --base-url https://h/v1",
          "accounts get a@b.c --base-url=https://h/v1 --timeout=1.5 --output=json --verbose --no-color"}) {
        BOOST_TEST_CONTEXT(line)
        {
            const arguments read = accept(split(line));
            BOOST_TEST((read.connection.timeout == 1500ms));
            BOOST_TEST(read.connection.base_url == "https://h/v1");
            BOOST_TEST((read.console.format == output_format::json));
            BOOST_TEST((read.console.verbosity == verbosity::verbose));
            BOOST_TEST(!read.console.colors_allowed);
            BOOST_TEST(read.account.email == "a@b.c");
        }
    }
}

BOOST_AUTO_TEST_CASE(options_not_given_leave_the_defaults)
{
    const arguments read = accept({"accounts", "upsert", "a@b.c"});
    BOOST_TEST(read.connection.base_url == "");
    BOOST_TEST(!read.connection.timeout);
    BOOST_TEST(!read.connection.attempt_timeout);
    BOOST_TEST(!read.connection.max_attempts);
    BOOST_TEST(!read.account.max_jobs);
    BOOST_TEST((read.account.service == nullptr));
    BOOST_TEST(!read.account.use_workspace);
    BOOST_TEST((read.console.format == output_format::text));
    BOOST_TEST((read.console.verbosity == verbosity::normal));
    BOOST_TEST(read.console.colors_allowed);
}

BOOST_AUTO_TEST_CASE(upsert_with_every_option_reads_them)
{
    const arguments read =
        accept(split("accounts upsert a@b.c --max-jobs 10 --use-workspace 77 --password-file p "
                     "--token-file t --ca-file c --proxy p --attempt-timeout 0.25 --max-attempts 7"));
    BOOST_TEST(read.account.max_jobs.value() == 10);
    BOOST_TEST(read.account.use_workspace.value() == "77");
    BOOST_TEST(read.account.password_file == "p");
    BOOST_TEST(read.connection.token_file == "t");
    BOOST_TEST(read.connection.ca_file == "c");
    BOOST_TEST(read.connection.proxy == "p");
    BOOST_TEST((read.connection.attempt_timeout == 250ms));
    BOOST_TEST(read.connection.max_attempts.value() == 7U);
}

BOOST_AUTO_TEST_CASE(import_with_every_option_reads_them)
{
    const arguments read =
        accept(split("accounts import - --format ndjson --concurrency 12 --rate 0.5 --results r "
                     "--skip-invalid --grace 0"));
    BOOST_TEST(read.bulk.file == "-");
    BOOST_TEST((read.bulk.format == input_format::ndjson));
    BOOST_TEST(read.bulk.concurrency.value() == 12U);
    BOOST_TEST(read.bulk.rate.value() == 0.5);
    BOOST_TEST(read.bulk.results_file == "r");
    BOOST_TEST(read.bulk.skip_invalid);
    BOOST_TEST((read.bulk.grace == 0ms));
}

BOOST_AUTO_TEST_CASE(record_with_every_option_reads_them)
{
    const arguments read = accept(split("record f --compare --port 8443 --tls-dir d --port-file p"));
    BOOST_TEST(read.record.file == "f");
    BOOST_TEST(read.record.compares);
    BOOST_TEST(read.emulator.port == 8443);
    BOOST_TEST(read.emulator.tls_dir == "d");
    BOOST_TEST(read.emulator.port_file == "p");
    BOOST_TEST(!accept(split("record f")).record.compares);
}

BOOST_AUTO_TEST_CASE(emulator_with_every_option_reads_them)
{
    const arguments read = accept(
        split("emulator --port 8443 --tls-dir d --port-file p --seed 9 --fault status=503,rate=0.1 --fault "
              "status=500,body=[a,b] --account-limit 3 --workspace-form number --empty-list object "
              "--login-delay 0.05 "
              "--idle-timeout 0 --accept-tokens t"));
    BOOST_TEST(read.emulator.port == 8443);
    BOOST_TEST(read.emulator.tls_dir == "d");
    BOOST_TEST(read.emulator.port_file == "p");
    BOOST_TEST(read.emulator.seed == 9U);
    BOOST_TEST(read.emulator.faults == words({"status=503,rate=0.1", "status=500,body=[a,b]"}),
               boost::test_tools::per_element());
    BOOST_TEST(read.emulator.account_limit == 3U);
    BOOST_TEST(read.emulator.workspace_form == "number");
    BOOST_TEST(read.emulator.empty_list == "object");
    BOOST_TEST((read.emulator.login_delay == 50ms));
    BOOST_TEST((read.emulator.idle_timeout == 0ms));
    BOOST_TEST(read.emulator.accepted_tokens_file == "t");
}

BOOST_AUTO_TEST_CASE(option_given_twice_takes_the_last)
{
    BOOST_TEST((accept(split("--timeout 1 accounts list --timeout 2")).connection.timeout == 2000ms));
}

BOOST_AUTO_TEST_CASE(argument_after_two_dashes_is_no_option)
{
    BOOST_TEST(accept({"accounts", "get", "--", "-a@b.c"}).account.email == "-a@b.c");
}

BOOST_AUTO_TEST_CASE(tiny_time_out_is_rounded_up)
{
    BOOST_TEST((accept({"--timeout", "0.0001", "accounts", "list"}).connection.timeout == 1ms));
}

BOOST_AUTO_TEST_CASE(base_url_of_the_environment_yields_to_the_option)
{
    ::setenv("USEAPI_BASE_URL", "https://environment/", 1);
    BOOST_TEST(accept({"accounts", "list"}).connection.base_url == "https://environment/");
    BOOST_TEST(accept({"accounts", "list", "--base-url", "https://option/"}).connection.base_url ==
               "https://option/");
    ::unsetenv("USEAPI_BASE_URL");
}

BOOST_AUTO_TEST_CASE(wrong_command_line_is_refused)
{
    for (const std::string_view line : {"",
                                        "accounts",
                                        "account list",
                                        "accounts get",
                                        "accounts get a@b.c d@e.f",
                                        "accounts list x",
                                        "accounts health x",
                                        "accounts health --expiring-within",
                                        "accounts health --expiring-within 7w",
                                        "accounts health --expiring-within -1d",
                                        "accounts health --expiring-within d",
                                        "accounts health --expiring-within 1.5d",
                                        "accounts health --expiring-within 99999d",
                                        "accounts upsert a@b.c --max-jobs 0",
                                        "accounts upsert a@b.c --max-jobs 11",
                                        "accounts upsert a@b.c --max-jobs five",
                                        "accounts upsert a@b.c --max-jobs 5.5",
                                        "accounts upsert a@b.c --max-jobs",
                                        "accounts get a@b.c --max-jobs 5",
                                        "accounts list --timeout 0",
                                        "accounts list --timeout -1",
                                        "accounts list --timeout nan",
                                        "accounts list --timeout inf",
                                        "accounts list --timeout 1s",
                                        "accounts list --timeout 604801",
                                        "accounts list --attempt-timeout 0",
                                        "accounts list --max-attempts 0",
                                        "accounts list --max-attempts 101",
                                        "accounts list --output xml",
                                        "accounts list --verbose --quiet",
                                        "accounts import",
                                        "accounts import f --format xls",
                                        "accounts import f --concurrency 0",
                                        "accounts import f --concurrency -1",
                                        "accounts import f --rate 0",
                                        "accounts import f --rate nan",
                                        "accounts import f --grace -1",
                                        "accounts import f --ledger l --resume",
                                        "accounts remove f",
                                        "emulator --port 65536",
                                        "emulator --port -1",
                                        "emulator f",
                                        "record",
                                        "record f g",
                                        "record -",
                                        "record f --fault stall",
                                        "emulator --seed x"}) {
        BOOST_TEST_CONTEXT('"' << line << '"')
        BOOST_TEST(!refuse(split(line)).message.empty());
    }
}

BOOST_AUTO_TEST_CASE(secret_on_the_command_line_is_refused_and_not_repeated)
{
    for (const std::string_view line :
         {"accounts list --token hunter2", "accounts list --token=hunter2",
          "accounts upsert a@b.c --password hunter2", "accounts upsert a@b.c --password=hunter2",
          "accounts upsert a@b.c hunter2"}) {
        BOOST_TEST_CONTEXT(line)
        {
            const std::string message = refuse(split(line)).message;
            BOOST_TEST(message.find("hunter2") == std::string::npos, message);
        }
    }
    BOOST_TEST(
        refuse(split("accounts list --token=hunter2")).message ==
        "unknown option --token: secrets are not taken from the command line, where others can see them (see "
        "useapi accounts list --help)");
}

BOOST_AUTO_TEST_CASE(misuse_with_json_asked_for_says_so)
{
    BOOST_TEST(refuse(split("--output json accounts")).wants_json);
    BOOST_TEST(refuse(split("accounts --output=json")).wants_json);
    BOOST_TEST(!refuse(split("accounts --output text")).wants_json);
}

BOOST_AUTO_TEST_CASE(help_tells_of_exit_codes_environment_and_examples)
{
    const std::string text = inform({"--help"});
    for (const std::string_view part : {"Exit codes:",       "130",
                                        "USEAPI_TOKEN",      "USEAPI_ACCOUNT_PASSWORD",
                                        "NO_COLOR",          "Examples:",
                                        "--base-url",        "--ca-file",
                                        "--proxy",           "HTTPS_PROXY",
                                        "--token-file",      "--timeout",
                                        "--attempt-timeout", "--max-attempts",
                                        "--output",          "--verbose",
                                        "--quiet",           "--no-color",
                                        "--version",         "accounts",
                                        "emulator",          "record"})
        BOOST_TEST(text.find(part) != std::string::npos, part);
}

BOOST_AUTO_TEST_CASE(help_of_a_command_tells_of_its_options)
{
    BOOST_TEST(inform({"accounts", "upsert", "--help"}).find("--password-file") != std::string::npos);
    BOOST_TEST(inform({"accounts", "import", "-h"}).find("--skip-invalid") != std::string::npos);
    BOOST_TEST(inform({"emulator", "--help"}).find("--fault") != std::string::npos);
    for (const std::string_view part :
         {"FILE", "--compare", "--tls-dir", "--port-file", "without", "user-1@example.invalid"})
        BOOST_TEST(inform({"record", "--help"}).find(part) != std::string::npos, part);
    BOOST_TEST(inform({"accounts", "--help"}).find("upsert") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(environment_gives_what_the_command_line_does_not)
{
    ::setenv("USEAPI_TIMEOUT", "7", 1);
    ::setenv("USEAPI_OUTPUT", "json", 1);
    ::setenv("USEAPI_CA_FILE", "", 1);
    const arguments read = accept({"accounts", "list", "--output", "text"});
    BOOST_TEST((read.connection.timeout == 7s));
    BOOST_TEST((read.console.format == output_format::text));
    BOOST_TEST((accept({"accounts", "list"}).console.format == output_format::json));
    ::setenv("USEAPI_TIMEOUT", "soon", 1);
    const misuse wrong = refuse({"accounts", "list"});
    BOOST_TEST(wrong.message.starts_with("USEAPI_TIMEOUT: --timeout: "), wrong.message);
    BOOST_TEST(wrong.wants_json);
    BOOST_TEST(!inform({"--help"}).empty());
    ::unsetenv("USEAPI_TIMEOUT");
    ::unsetenv("USEAPI_OUTPUT");
    ::unsetenv("USEAPI_CA_FILE");
}

BOOST_AUTO_TEST_CASE(password_in_the_variable_of_the_proxy_is_refused_by_its_name_unless_it_does_not_count)
{
    ::setenv("USEAPI_PROXY", "http://somebody:hunter22@127.0.0.1:3128", 1);
    BOOST_TEST(refuse({"accounts", "list"}).message == "USEAPI_PROXY: a user and password are taken only "
                                                       "from HTTPS_PROXY; set it to the URL that holds them");
    BOOST_TEST(accept({"accounts", "list", "--proxy", "none"}).connection.proxy == "none");
    ::unsetenv("USEAPI_PROXY");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
