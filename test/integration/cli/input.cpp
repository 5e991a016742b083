#include "integration/cli/service_run.hpp"
#include "unit/bulk/input/compressed.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::test;
using useapi::bulk::testing::gzip_of;
using useapi::bulk::testing::zstd_of;
namespace json = boost::json;

const std::string password(account_password);

std::string rows(std::size_t count)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + password + ",5\n";
    return text;
}

/// `accounts validate`, which needs no service and no token.
finished validate(std::vector<std::string> words, const std::string& input = {})
{
    words.insert(words.begin(), {"accounts", "validate"});
    command_line line{std::move(words)};
    if (!input.empty())
        line.input(input);
    return run_discreetly(line);
}

BOOST_AUTO_TEST_SUITE(input_of_accounts)

BOOST_AUTO_TEST_CASE(good_file_is_valid_with_0)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", rows(3) + "user0@EXAMPLE.com," + password + ",5\n");
    const finished text = validate({input});
    BOOST_TEST(text.code == 0, text.everything());
    BOOST_TEST(text.out == input + ": 4 rows, all good; 1 of them repeat an earlier one exactly\n");
    BOOST_TEST(text.err == "");
    const finished as_json = validate({input, "--output", "json"});
    BOOST_TEST(as_json.code == 0);
    BOOST_TEST(
        as_json.out ==
        "{\"valid\":true,\"rows\":4,\"duplicates\":1,\"problem_count\":0,\"problems\":[],\"warning_count\":0,"
        "\"warnings\":[]}\n");
    BOOST_TEST(validate({input, "--quiet"}).everything() == "");
}

BOOST_AUTO_TEST_CASE(bad_file_is_named_row_by_row_with_2)
{
    const temporary_folder folder;
    const std::string input =
        folder.file("in.csv", rows(1) + "a@b.com," + password + ",11\nb c@b.com," + password + ",5\n");
    const finished text = validate({input});
    BOOST_TEST(text.code == 2);
    BOOST_TEST(text.out == "");
    BOOST_TEST(text.err.find("in.csv: line 3, column 3 (maxJobs): ") != std::string::npos, text.err);
    BOOST_TEST(text.err.find("in.csv: line 4, column 1 (email): ") != std::string::npos, text.err);
    BOOST_TEST(text.err.find("in.csv: 2 of 3 rows are bad\n") != std::string::npos, text.err);
    const finished as_json = validate({input, "--output", "json"});
    BOOST_TEST(as_json.code == 2);
    const json::value said = json::parse(as_json.out);
    BOOST_TEST(!said.at("valid").as_bool());
    BOOST_TEST(said.at("rows").as_int64() == 1);
    BOOST_TEST(said.at("problem_count").as_int64() == 2);
    BOOST_TEST(said.at("problems").as_array().at(1).at("line").as_int64() == 4);
}

BOOST_AUTO_TEST_CASE(standard_input_is_validated_to_its_end)
{
    const finished good = validate({"-", "--format", "csv"}, rows(2));
    BOOST_TEST(good.code == 0, good.everything());
    BOOST_TEST(good.out == "standard input: 2 rows, all good\n");
    const finished packed = validate({"-", "--format", "csv"}, gzip_of(rows(2000)));
    BOOST_TEST(packed.out == "standard input: 2000 rows, all good\n", packed.everything());
    BOOST_TEST(validate({"-", "--format", "csv"}, rows(2) + "a@b.com,,5\n").code == 2);
}

BOOST_AUTO_TEST_CASE(file_that_cannot_be_unpacked_fails_with_2)
{
    const temporary_folder folder;
    const auto refused = [](const std::string& input, std::string_view said) {
        const finished ended = validate({input});
        BOOST_TEST(ended.code == 2);
        BOOST_TEST(ended.err.find(said) != std::string::npos, ended.err);
    };
    const std::string packed = gzip_of(rows(5000));
    refused(folder.file("cut.csv.gz", packed.substr(0, packed.size() - 3)),
            "cut.csv.gz: the compressed data breaks off; is the file complete?, after line 5001");
    refused(folder.file("none.csv.zst", rows(1)),
            "none.csv.zst: has the name of zstd data, and is something else");
    refused(folder.file("missing.csv.gz", ""),
            "missing.csv.gz: has the name of gzip data, and is something else");
}

BOOST_AUTO_TEST_CASE(delimiter_is_taken_by_its_character_and_by_its_name)
{
    const temporary_folder folder;
    const std::string semicolons =
        folder.file("s.csv", "email;password;maxJobs\r\na@b.com;" + password + ";5\r\n");
    for (const char* const word : {";", "semicolon"})
        BOOST_TEST(validate({semicolons, "--delimiter", word}).code == 0);
    const std::string tabs = folder.file("t.csv", "email\tpassword\tmaxJobs\na@b.com\t" + password + "\t5\n");
    BOOST_TEST(validate({tabs, "--delimiter", "tab"}).code == 0);
    BOOST_TEST(validate({semicolons}).code == 0);
    BOOST_TEST(validate({tabs}).code == 0);
    const finished ended = validate({semicolons, "--delimiter", ","});
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err.find("the header has ';' between its columns, not ','; name the delimiter") !=
                   std::string::npos,
               ended.err);
    BOOST_TEST(validate({semicolons, "--delimiter", "x"}).code == 2);
}

BOOST_AUTO_TEST_CASE(file_of_a_spreadsheet_is_good)
{
    const temporary_folder folder;
    const std::string text = "E-mail address;Password;Note\r\na@b.com;" + password + ";x\r\n;;\r\n";
    std::string wide;
    for (const char c : text)
        wide.append(1, c).append(1, '\0');
    const std::vector<std::string> names = {"--column", "email=E-mail address", "--ignore-columns"};
    const std::string upper_case = folder.file("in.CSV", text);
    const std::string little = folder.file("le.csv", wide);
    const std::string marked = folder.file("bom.csv", "\xFF\xFE" + wide);
    const std::string packed = folder.file("in.CSV.GZ", gzip_of(wide));
    for (const std::string& file : {upper_case, little, marked, packed}) {
        std::vector<std::string> words = names;
        words.push_back(file);
        const finished ended = validate(words);
        BOOST_TEST(ended.code == 0, ended.everything());
        BOOST_TEST(ended.out == file + ": 1 row, all good\n");
    }
    BOOST_TEST(validate({upper_case, "--column", "email"}).code == 2);
    BOOST_TEST(validate({upper_case, "--column", "nothing=Note"}).code == 2);
    BOOST_TEST(validate({upper_case}).code == 2);
}

BOOST_AUTO_TEST_CASE(file_without_a_row_is_no_success)
{
    service_run service;
    const std::string empty = service.folder().file("in.csv", "email,password,maxJobs\r\n,,\r\n");
    const std::string no_objects = service.folder().file("in.ndjson", "\n");
    for (const std::string& file : {empty, no_objects})
        for (const char* const name : {"validate", "import", "plan"}) {
            BOOST_TEST_CONTEXT(name << ' ' << file)
            {
                const finished refused = run_discreetly(service.command({"accounts", name, file}));
                BOOST_TEST(refused.code == 2, refused.everything());
                BOOST_TEST(refused.err.find("holds no row") != std::string::npos, refused.err);
                BOOST_TEST(run_discreetly(service.command({"accounts", name, file, "--allow-empty"})).code ==
                           0);
            }
        }
    const command_line typed = service.command({"accounts", "import", "-", "--format", "csv"});
    BOOST_TEST(run_discreetly(command_line(typed).input("email,password\n")).code == 2);
    BOOST_TEST(run_discreetly(command_line(typed).word("--allow-empty").input("email,password\n")).code == 0);
}

BOOST_AUTO_TEST_CASE(rows_that_may_not_be_meant_are_warned_of_and_good)
{
    service_run service;
    const std::string input =
        service.folder().file("in.csv", "email,password\nann@b.com," + password + "\nAnn@b.com," + password +
                                            "\nc@b.com,\xE2\x80\x9C" + password + "\xE2\x80\x9D\nd@b.com," +
                                            password + "\xC2\xA0\ne@b.com, " + password + "\n");
    for (const char* const name : {"validate", "import"}) {
        const finished ended = run_discreetly(service.command({"accounts", name, input}));
        BOOST_TEST(ended.code == 0, ended.everything());
        for (const std::string_view said :
             {"line 3 (email): the email differs from that of line 2 in case alone", "line 4 (password): ",
              "curly quote", "line 5 (password): ", "not seen", "line 6 (password): ", "blank"})
            BOOST_TEST(ended.err.find(said) != std::string::npos, said << " in " << ended.err);
    }
    const finished as_json = validate({input, "--output", "json"});
    BOOST_TEST(json::parse(as_json.out).at("warning_count").as_int64() == 4);
}

BOOST_AUTO_TEST_CASE(secret_is_taken_without_what_editors_and_shells_put_around_it)
{
    service_run service({"--fault", "wrong-password,email=never@example.com"});
    const temporary_folder& folder = service.folder();
    const std::string token(api_token);
    int number = 0;
    for (const std::string& text : {"\xEF\xBB\xBF" + token, "\"" + token + "\"", "USEAPI_TOKEN=" + token,
                                    "export USEAPI_TOKEN='" + token + "'\r\n"}) {
        const std::string file = folder.file("token" + std::to_string(++number), text);
        BOOST_TEST_CONTEXT(number)
        BOOST_TEST(run(service.command({"accounts", "list", "--token-file", file})).code == 0);
    }
    BOOST_TEST(run(service.command({"accounts", "list"}).variable("USEAPI_TOKEN", '"' + token + '"')).code ==
               0);
    const std::string quoted = folder.file("password", "\xEF\xBB\xBF\"" + password + "\"");
    BOOST_TEST(run(service.command({"accounts", "upsert", "a@b.com", "--password-file", quoted})).code == 0);
    const std::string plain = folder.file("plain", password);
    BOOST_TEST(run(service.command({"accounts", "upsert", "a@b.com", "--password-file", plain})).code == 0);
}

BOOST_AUTO_TEST_CASE(token_that_cannot_be_one_is_told_before_anything_is_sent)
{
    service_run service;
    for (const std::string token :
         {"user:1 2", "Bearer user:1234-abcdefghijklmnop", "<token>", "us\xC3\xA9r:1-x", "user:1-x\ttail"}) {
        const std::string file = service.folder().file("token", token);
        const finished ended = run(service.command({"accounts", "list", "--token-file", file}));
        BOOST_TEST(ended.code == 2, ended.everything());
        BOOST_TEST(ended.err.find("is not an API token such as") != std::string::npos, ended.err);
        BOOST_TEST(ended.err.find(token) == std::string::npos, ended.err);
    }
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(compressed_file_and_standard_input_are_registered)
{
    service_run service;
    const finished gzip = run_discreetly(
        service.command({"accounts", "import", service.folder().file("in.csv.gz", gzip_of(rows(20)))}));
    BOOST_TEST(gzip.code == 0, gzip.everything());
    const finished zstd = run_discreetly(
        service.command({"accounts", "import", "-", "--format", "csv"}).input(zstd_of(rows(30))));
    BOOST_TEST(zstd.code == 0, zstd.everything());
    const finished listed = run_discreetly(service.command({"accounts", "list", "--output", "json"}));
    BOOST_TEST(json::parse(listed.out).at("accounts").as_array().size() == 30U);
}

BOOST_AUTO_TEST_CASE(compressed_standard_input_that_breaks_off_ends_the_import_in_order)
{
    service_run service;
    const std::string packed = gzip_of(rows(200));
    const finished ended = run_discreetly(service.command({"accounts", "import", "-", "--format", "csv"})
                                              .input(packed.substr(0, packed.size() - 4)));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(ended.out.find("standard input: the compressed data breaks off") != std::string::npos,
               ended.out);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
