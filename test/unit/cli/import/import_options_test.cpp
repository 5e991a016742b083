#include "accounts/service/service_traits.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(options_of_imports)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(input_of_every_command_that_reads_a_file_has_the_same_options)
{
    for (const std::string command : {"import", "repair", "renew", "validate", "plan", "verify"}) {
        BOOST_TEST_CONTEXT(command)
        {
            const arguments read =
                accept({"accounts", command, "f", "--format", "csv", "--delimiter", "tab", "--column",
                        "email=E-mail", "--column", "password=Secret word", "--ignore-columns",
                        "--allow-empty", "--profiles", "p", "--account-limit", "3", "--service", "kling"});
            BOOST_TEST(read.bulk.file == "f");
            BOOST_TEST((read.bulk.format == input_format::csv));
            BOOST_TEST(read.bulk.delimiter == '\t');
            BOOST_TEST(read.bulk.columns == words({"email=E-mail", "password=Secret word"}),
                       boost::test_tools::per_element());
            BOOST_TEST(read.bulk.ignore_columns);
            BOOST_TEST(read.bulk.allow_empty);
            BOOST_TEST(read.bulk.profiles_file == "p");
            BOOST_TEST(read.bulk.account_limit.value() == 3U);
            BOOST_TEST(read.account.service->name == "kling");
        }
    }
}

BOOST_AUTO_TEST_CASE(delimiter_has_a_sign_or_a_name)
{
    const std::vector<std::pair<std::string, char>> cases{{",", ','},   {";", ';'},    {"|", '|'},
                                                          {"\t", '\t'}, {"tab", '\t'}, {"semicolon", ';'}};
    for (const auto& [text, expected] : cases)
        BOOST_TEST(accept({"accounts", "validate", "f", "--delimiter", text}).bulk.delimiter == expected);
    BOOST_TEST(accept(split("accounts validate f")).bulk.delimiter == '\0');
    BOOST_TEST(refuse({"accounts", "validate", "f", "--delimiter", ":"})
                   .message.starts_with("--delimiter: : not in {"));
}

BOOST_AUTO_TEST_CASE(import_reads_its_pace_its_ledger_and_its_brake)
{
    const arguments read =
        accept(split("accounts import f --max-logins 2 --ledger l --lease 7.5 --verify --retry-refused --yes "
                     "--max-rejected 25% --limit 10 --control c --wait-for-service 0 --progress json"));
    BOOST_TEST(read.bulk.max_logins.value() == 2U);
    BOOST_TEST(read.bulk.ledger == "l");
    BOOST_TEST((read.bulk.lease == 7500ms));
    BOOST_TEST(read.bulk.verify);
    BOOST_TEST(read.bulk.retry_rejected);
    BOOST_TEST(read.bulk.yes);
    BOOST_TEST(read.bulk.max_rejected == "25%");
    BOOST_TEST(read.bulk.limit.value() == 10U);
    BOOST_TEST(read.bulk.control_file == "c");
    BOOST_TEST((read.bulk.wait_for_service == 0ms));
    BOOST_TEST((read.bulk.progress == progress_form::json));
    BOOST_TEST(accept(split("accounts import f --resume")).bulk.resume);
    BOOST_TEST(accept(split("accounts import f --plan p")).bulk.plan_file == "p");
}

BOOST_AUTO_TEST_CASE(import_without_options_deletes_compares_and_skips_nothing)
{
    const import_arguments plain = accept(split("accounts import f")).bulk;
    for (const bool is_set :
         {plain.ignore_columns, plain.allow_empty, plain.dry_run, plain.skip_invalid, plain.only_changes,
          plain.prune, plain.no_other_file, plain.prune_most, plain.yes, plain.resume, plain.verify,
          plain.retry_rejected, plain.detailed_exit_code})
        BOOST_TEST(!is_set);
    for (const std::string& text : {plain.ledger, plain.plan_file, plain.plan_out, plain.control_file,
                                    plain.results_file, plain.max_rejected})
        BOOST_TEST(text == "");
    BOOST_TEST(!plain.limit);
    BOOST_TEST(!plain.max_delete);
    BOOST_TEST((plain.progress == progress_form::automatic));
}

BOOST_AUTO_TEST_CASE(deletion_reads_the_files_that_keep_accounts)
{
    const arguments read = accept(split("accounts import f --prune --keep-rows-of g --keep-rows-of h "
                                        "--max-delete 7 --prune-most"));
    BOOST_TEST(read.bulk.prune);
    BOOST_TEST(read.bulk.keep_rows_of == words({"g", "h"}), boost::test_tools::per_element());
    BOOST_TEST(read.bulk.max_delete.value() == 7U);
    BOOST_TEST(read.bulk.prune_most);
    BOOST_TEST(!read.bulk.no_other_file);
    BOOST_TEST(accept(split("accounts import f --prune --no-other-file")).bulk.no_other_file);
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_refused)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"--prune --skip-invalid", "--prune excludes --skip-invalid"},
        {"--dry-run --prune", "--dry-run excludes --prune"},
        {"--dry-run --only-changes", "--dry-run excludes --only-changes"},
        {"--ledger l --resume", "--ledger excludes --resume"},
        {"--keep-rows-of g", "--keep-rows-of requires --prune"},
        {"--no-other-file", "--no-other-file requires --prune"},
        {"--max-delete 1", "--max-delete requires --prune"},
        {"--prune-most", "--prune-most requires --prune"},
        {"--plan p --only-changes", "--plan excludes --only-changes"},
        {"--plan p --prune", "--plan excludes --prune"},
        {"--plan p --skip-invalid", "--plan excludes --skip-invalid"},
        {"--plan p --limit 1", "--plan excludes --limit"},
        {"--plan p --dry-run", "--plan excludes --dry-run"},
        {"--plan p --ledger l", "--plan excludes --ledger"},
        {"--plan p --resume", "--plan excludes --resume"}};
    for (const auto& [line, why] : cases) {
        const std::string said = refuse(split("accounts import f " + line)).message;
        // Either of two options that exclude each other may be named first.
        const auto names = split(why);
        const std::string reversed = names[2] + " excludes " + names[0];
        BOOST_TEST((said.starts_with(why) || said.starts_with(reversed)), said << " for " << line);
    }
}

BOOST_AUTO_TEST_CASE(numbers_beyond_their_limits_are_refused_with_the_limits)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"--concurrency 10001", "10001 is not a number of 1 to 10000"},
        {"--max-logins 0", "0 is not a number of 1 to 10000"},
        {"--account-limit 0", "0 is not a number of 1 to 1000000"},
        {"--rate 1000001", "1000001 is not a number of 0.001 to 1000000"},
        {"--rate 0.0009", "0.0009 is not a number of 0.001 to 1000000"},
        {"--limit 0", "0 is not a number of 1 to 1000000000"},
        {"--prune --max-delete 0", "0 is not a number of 1 to 1000000000"},
        {"--lease 0", "0 is not a time in seconds, more than 0 and at most a week"},
        {"--grace 604801", "604801 is not a time in seconds, 0 to a week"},
        {"--wait-for-service -1", "-1 is not a time in seconds, 0 to a week"},
        {"--progress dots", "dots not in {auto,bar,json,lines,none}"}};
    for (const auto& [line, why] : cases) {
        const std::string said = refuse(split("accounts import f " + line)).message;
        BOOST_TEST(said.find(": " + why + "; it takes ") != std::string::npos, said);
    }
}

BOOST_AUTO_TEST_CASE(brake_takes_rows_or_a_share)
{
    for (const std::string text : {"1", "20", "999999999", "1%", "50%", "100%"})
        BOOST_TEST(accept({"accounts", "repair", "f", "--max-rejected", text}).bulk.max_rejected == text);
    for (const std::string text : {"0", "0%", "101%", "1000000000", "%", "20 %", "-1", "1.5", "5%%", "x"}) {
        const std::string said = refuse({"accounts", "repair", "f", "--max-rejected=" + text}).message;
        BOOST_TEST(said.starts_with("--max-rejected: " + text +
                                    " is not a number of rows, such as 20, or a "
                                    "share of the last 100 rows, such as 50%"),
                   said);
    }
}

BOOST_AUTO_TEST_CASE(repair_and_renewal_have_no_option_that_deletes_or_compares)
{
    for (const std::string command : {"repair", "renew"}) {
        for (const std::string option :
             {"--prune", "--only-changes", "--plan=p", "--resume", "--limit=1", "--verify", "--yes"})
            BOOST_TEST(refuse({"accounts", command, "f", option})
                           .message.starts_with("unknown option " + option.substr(0, option.find('='))),
                       command << ' ' << option);
        const arguments read =
            accept(split("accounts " + command + " f --ledger l --dry-run --retry-refused"));
        BOOST_TEST(read.bulk.ledger == "l");
        BOOST_TEST(read.bulk.dry_run);
        BOOST_TEST(read.bulk.retry_rejected);
    }
    BOOST_TEST(refuse(split("accounts repair f --expiring-within 3d"))
                   .message.starts_with("unknown option --expiring-within"));
}

BOOST_AUTO_TEST_CASE(plan_reads_where_it_is_kept)
{
    const arguments read = accept(split("accounts plan f --detailed-exitcode --out p"));
    BOOST_TEST(read.bulk.detailed_exit_code);
    BOOST_TEST(read.bulk.plan_out == "p");
    BOOST_TEST(refuse(split("accounts verify f --out p")).message.starts_with("unknown option --out"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
