#include "bulk/input/csv_reader.hpp"
#include "bulk/input/ndjson_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(readers)

using namespace useapi;
using namespace useapi::bulk;

namespace {

using make_reader = std::unique_ptr<row_reader> (*)();

std::unique_ptr<row_reader> make_comma_reader()
{
    return make_csv_reader();
}

std::unique_ptr<row_reader> make_line_reader()
{
    return make_ndjson_reader();
}

std::unique_ptr<row_reader> make_semicolon_reader()
{
    row_rules rules;
    rules.delimiter = ';';
    return make_csv_reader(rules);
}

/** The rows as text, so that a table can be compared: `line email|password|jobs|workspace` or the problem. */
std::vector<std::string> read(make_reader make, const std::string& text, std::size_t piece)
{
    const auto reader = make();
    std::vector<std::string> seen;
    const auto take = [&] {
        while (const auto item = reader->next()) {
            if (const auto* const row = std::get_if<input_row>(&*item))
                seen.push_back(std::to_string(row->line) + " " + row->settings.email() + "|" +
                               std::string(row->settings.password().reveal()) + "|" +
                               std::to_string(row->settings.max_jobs().value_or(-1)) + "|" +
                               row->settings.use_workspace().value_or("-"));
            else
                seen.push_back(std::get<row_problem>(*item).text());
        }
    };
    for (std::size_t at = 0; at < text.size(); at += piece) {
        reader->feed(std::string_view(text).substr(at, piece));
        take();
    }
    reader->finish();
    take();
    return seen;
}

struct row
{
    std::string text;
    std::vector<std::string> expected;
};

void check(make_reader make, const std::vector<row>& rows)
{
    for (const row& r : rows) {
        for (const std::size_t piece : {std::size_t(1), std::size_t(3), r.text.size() + 1}) {
            BOOST_TEST_CONTEXT(r.text.substr(0, 200) << " in pieces of " << piece)
            {
                BOOST_TEST(read(make, r.text, piece) == r.expected, boost::test_tools::per_element());
            }
        }
    }
}

const std::string header = "email,password,maxJobs\n";

} // namespace

BOOST_AUTO_TEST_CASE(csv_rows_are_taken_as_they_are)
{
    check(
        make_comma_reader,
        {
            {header + "a@b.cd,pw,5\n", {"2 a@b.cd|pw|5|-"}},
            {header + "a@b.cd,pw,5", {"2 a@b.cd|pw|5|-"}},
            {"\xEF\xBB\xBF" + header + "a@b.cd,pw,5\n", {"2 a@b.cd|pw|5|-"}},
            {"email,password,maxJobs\r\na@b.cd,pw,5\r\n\r\nc@d.ef,x,1\r\n",
             {"2 a@b.cd|pw|5|-", "4 c@d.ef|x|1|-"}},
            {header + "a@b.cd, leading and trailing ,5\n", {"2 a@b.cd| leading and trailing |5|-"}},
            {header + "\"a@b.cd\",\"with \"\"quotes\"\", commas\",5\n",
             {"2 a@b.cd|with \"quotes\", commas|5|-"}},
            {header + "\n\na@b.cd,pw,5\n", {"4 a@b.cd|pw|5|-"}},
            {"maxJobs,useWorkspace,email,password,profile\n5,team-1,a@b.cd,pw,\n", {"2 a@b.cd|pw|5|team-1"}},
            {"email,password,maxJobs,useWorkspace\na@b.cd,pw,5,\n", {"2 a@b.cd|pw|5|-"}},
            {header, {}},
        });
}

BOOST_AUTO_TEST_CASE(csv_of_spreadsheets_is_read)
{
    check(make_comma_reader,
          {
              {"E-Mail;Password;Max Jobs\r\na@b.cd;p,w;5\r\n", {"2 a@b.cd|p,w|5|-"}},
              {"EMAIL\tpass_word\tMAX-JOBS\na@b.cd\tpw\t7\n", {"2 a@b.cd|pw|7|-"}},
              {"email|password\na@b.cd|pw\n", {"2 a@b.cd|pw|5|-"}},
              {"sep=;\r\nemail;password\r\na@b.cd;pw\r\n", {"3 a@b.cd|pw|5|-"}},
              {"\xEF\xBB\xBFSEP=,\nemail,password\na@b.cd,pw\n", {"3 a@b.cd|pw|5|-"}},
              {"\xEF\xBB\xBF\xEF\xBB\xBF" + header + "a@b.cd,pw,5\n", {"2 a@b.cd|pw|5|-"}},
              {",,\n" + header + ",,\n , ,\na@b.cd,pw,\n,,\n", {"5 a@b.cd|pw|5|-"}},
              {"email,password,,\na@b.cd,pw,,\n", {"2 a@b.cd|pw|5|-"}},
              {"email,password,\na@b.cd,pw,note\n",
               {"line 2: column 3 has no name in the header, and the row has something there"}},
              {header + "a@b.cd,pw,5,,,\n", {"2 a@b.cd|pw|5|-"}},
              {header + "a@b.cd,pw,5.0\nb@b.cd,pw,5 \nc@b.cd,pw,\"5,0\"\n",
               {"2 a@b.cd|pw|5|-", "3 b@b.cd|pw|5|-", "4 c@b.cd|pw|5|-"}},
              {"email,password\ra@b.cd,pw\rc@d.ef,x\r", {"2 a@b.cd|pw|5|-", "3 c@d.ef|x|5|-"}},
              {"email,password,useWorkspace\na@b.cd,pw,TRUE\nb@b.cd,pw,False\nc@b.cd,pw, true \n",
               {"2 a@b.cd|pw|5|true", "3 b@b.cd|pw|5|-", "4 c@b.cd|pw|5|true"}},
          });
    std::string long_file = "email,password\r";
    std::vector<std::string> expected;
    for (int i = 0; i < 20'000; ++i) {
        long_file += "a" + std::to_string(i) + "@b.cd,pw\r";
        expected.push_back(std::to_string(i + 2) + " a" + std::to_string(i) + "@b.cd|pw|5|-");
    }
    BOOST_TEST(read(make_comma_reader, long_file, 65536) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(word_that_is_no_boolean_is_a_bad_row)
{
    for (const std::string word : {"yes", "WAHR", "x", "none"})
        BOOST_TEST(
            read(make_comma_reader, "email,password,useWorkspace\na@b.cd,pw," + word + "\n", 100) ==
                std::vector<std::string>{"line 2, column 3 (useWorkspace): useWorkspace is neither true nor "
                                         "false nor a team's id"},
            boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(columns_are_named_for_fields_or_ignored)
{
    const auto with_rules = [](bool ignores, const std::string& text) {
        row_rules rules;
        const std::vector<std::pair<std::string, std::string>> columns{{"email", "E-mail address"}};
        rules.names = field_names(columns);
        rules.ignores_columns = ignores;
        const auto reader = make_csv_reader(rules);
        reader->feed(text);
        reader->finish();
        std::vector<std::string> seen;
        while (const auto item = reader->next())
            seen.push_back(std::holds_alternative<input_row>(*item)
                               ? std::get<input_row>(*item).settings.email()
                               : std::get<row_problem>(*item).text());
        return seen;
    };
    BOOST_TEST(with_rules(false, "e-mail address;password\na@b.cd;pw\n") ==
                   std::vector<std::string>{"a@b.cd"},
               boost::test_tools::per_element());
    BOOST_TEST(with_rules(true, "email;E-Mail Address;password;note\nx@y.zz;a@b.cd;pw;anything\n") ==
                   std::vector<std::string>{"a@b.cd"},
               boost::test_tools::per_element());
    BOOST_TEST(with_rules(false, "E-Mail Address;password;note\na@b.cd;pw;x\n").front().find("column 3") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(stray_quote_ends_its_line_and_not_the_file)
{
    const std::string stray = ": a quote is where none may be; inside of a quoted field it is written twice";
    check(make_comma_reader,
          {
              {header + "a@b.cd,p\"w,5\nc@d.ef,x,5\n", {"line 2" + stray, "3 c@d.ef|x|5|-"}},
              {header + "a@b.cd,\"open,5\nc@d.ef,x,5\n",
               {"line 2: the row ends inside a quoted field; is a quote missing?", "3 c@d.ef|x|5|-"}},
              {header + "a@b.cd,\"open,5\nc@d.ef,x,5\ne@f.gh,\"p,w\",5\n",
               {"line 2" + stray, "3 c@d.ef|x|5|-", "4 e@f.gh|p,w|5|-"}},
              {header + "a@b.cd,\"one,5\nb@b.cd,tw\"o,5\nc@d.ef,x,5\n",
               {"line 2" + stray, "line 3" + stray, "4 c@d.ef|x|5|-"}},
          });
}

BOOST_AUTO_TEST_CASE(all_problems_of_a_row_are_told)
{
    check(make_comma_reader, {{"email,password,maxJobs,useWorkspace,profile\na b@c.de,,11,yes,eu\n",
                               {"line 2, column 1 (email): email holds a blank at position 2, which is not "
                                "allowed; password is empty; "
                                "maxJobs is 11, must be 1 to 10; useWorkspace is neither true nor false nor "
                                "a team's id; the row names "
                                "a profile, and none are given"}}});
    check(make_line_reader,
          {{R"({"email":5,"password":7,"x":1})",
            {"line 1 (email): email must be a string; password must be a string; a member is not one "
             "of email, password, maxJobs, useWorkspace, profile"}}});
}

BOOST_AUTO_TEST_CASE(csv_problems_name_line_column_and_field)
{
    check(make_comma_reader,
          {
              {header + "a@b.cd,pw,0\n", {"line 2, column 3 (maxJobs): maxJobs is 0, must be 1 to 10"}},
              {header + "a@b.cd,pw,11\n", {"line 2, column 3 (maxJobs): maxJobs is 11, must be 1 to 10"}},
              {header + "a@b.cd,pw,5.5\n",
               {"line 2, column 3 (maxJobs): maxJobs is not a whole number, must be 1 to 10"}},
              {header + "a@b.cd,pw,five\n",
               {"line 2, column 3 (maxJobs): maxJobs is not a whole number, must be 1 to 10"}},
              {header + "a@b.cd,,5\n", {"line 2, column 2 (password): password is empty"}},
              {header + "a b@c.de,pw,5\n",
               {"line 2, column 1 (email): email holds a blank at position 2, which is not allowed"}},
              {header + "\"a@b.cd\",\"two\nlines\",5\nc@d.ef,x,0\n",
               {"line 2, column 2 (password): password holds a control character at byte 4",
                "line 4, column 3 (maxJobs): maxJobs is 0, must be 1 to 10"}},
              {header + "a@b.cd,pw\n", {"line 2: the row has 2 fields, the header has 3"}},
              {header + "a@b.cd,pw,5,x\n", {"line 2: the row has 4 fields, the header has 3"}},
              {"email,password,maxJobs,profile\na@b.cd,pw,5,eu\n",
               {"line 2, column 4 (profile): the row names a profile, and none are given"}},
          });
}

BOOST_AUTO_TEST_CASE(csv_that_cannot_be_understood_ends_there)
{
    const std::string unknown = "line 1: column 2 of the header is not one of email, password, maxJobs, "
                                "useWorkspace, profile; say which field "
                                "it is, or that such columns are ignored";
    check(make_comma_reader,
          {
              {"",
               {"line 1: the file is empty; its first line must be a header such as email,password,maxJobs"}},
              {"email,secret,maxJobs\na@b.cd,pw,5\n", {unknown}},
              {"email,my password,maxJobs\n", {unknown}},
              {"email,password,email,maxJobs\n", {"line 1: column email is twice in the header"}},
              {"email,maxJobs\n", {"line 1: the header has no column password"}},
          });
    const auto endless = read(make_comma_reader, header + "a@b.cd,\"" + std::string(100'000, 'x'), 1000);
    BOOST_TEST_REQUIRE(endless.size() == 1U);
    BOOST_TEST(endless[0] == "line 2: the row is longer than 65536 bytes; is a quote missing?");
    std::string lines = header + "a@b.cd,\"";
    for (int i = 0; i < 10'000; ++i)
        lines += "xxxxxxxxx\n";
    const auto seen = read(make_comma_reader, lines, 4096);
    BOOST_TEST(seen.front() == "line 2: the row is longer than 65536 bytes; is a quote missing?");
    BOOST_TEST(seen.size() == 10'000U);
}

BOOST_AUTO_TEST_CASE(csv_with_another_delimiter_is_read_and_told_from_one_with_commas)
{
    check(make_semicolon_reader,
          {
              {"email;password;maxJobs\r\na@b.cd;p,w;5\r\n", {"2 a@b.cd|p,w|5|-"}},
              {"\xEF\xBB\xBF"
               "email;password;maxJobs\na@b.cd;\"p;\"\"w\";5\n",
               {"2 a@b.cd|p;\"w|5|-"}},
              {header + "a@b.cd,pw,5\n",
               {"line 1: the header has ',' between its columns, not ';'; name the delimiter"}},
          });
    check(make_comma_reader, {{"my;password\n",
                               {"line 1: column 1 of the header is not one of email, password, maxJobs, "
                                "useWorkspace, profile; say which "
                                "field it is, or that such columns are ignored"}}});
}

BOOST_AUTO_TEST_CASE(ndjson_rows_and_their_problems_are_read)
{
    const std::string good = R"({"email":"a@b.cd","password":" p\"w ","maxJobs":5})";
    check(make_line_reader,
          {
              {good + "\n", {"1 a@b.cd| p\"w |5|-"}},
              {good, {"1 a@b.cd| p\"w |5|-"}},
              {"\xEF\xBB\xBF" + good + "\r\n\r\n  \n" + good + "\n",
               {"1 a@b.cd| p\"w |5|-", "4 a@b.cd| p\"w |5|-"}},
              {R"({"maxJobs":1,"password":"x","email":"a@b.cd","useWorkspace":true})", {"1 a@b.cd|x|1|true"}},
              {R"({"maxJobs":1,"password":"x","email":"a@b.cd","useWorkspace":"t1","profile":""})",
               {"1 a@b.cd|x|1|t1"}},
              {R"({"maxJobs":5.0,"password":"x","E-Mail":"a@b.cd","useWorkspace":77})", {"1 a@b.cd|x|5|77"}},
              {R"({"maxJobs":null,"password":"x","email":"a@b.cd","useWorkspace":"TRUE"})",
               {"1 a@b.cd|x|5|true"}},
              {R"({"email":"a@b.cd","password":"x","password":"y"})",
               {"line 1: a name is twice in the JSON object"}},
              {R"({"email":"a@b.cd","password":"x","e\u006dail":"b@b.cd"})",
               {"line 1: a name is twice in the JSON object"}},
              {R"({"email":"a@b.cd","password":"x","E-mail":"b@b.cd"})",
               {"line 1 (email): email is twice in the JSON object"}},
              {good + "\r" + good + "\r", {"1 a@b.cd| p\"w |5|-", "2 a@b.cd| p\"w |5|-"}},
              {R"({"maxJobs":1,"password":"x","email":"a@b.cd","useWorkspace":false})", {"1 a@b.cd|x|1|-"}},
              {R"({"email":"a@b.cd","password":"x"})", {"1 a@b.cd|x|5|-"}},
              {R"({"email":"a@b.cd","password":"x","maxJobs":"5"})", {"1 a@b.cd|x|5|-"}},
              {R"({"email":"a@b.cd","password":"x","maxJobs":5.5})",
               {"line 1 (maxJobs): maxJobs is not a whole number, must be 1 to 10"}},
              {R"({"email":"a@b.cd","password":"x","jobs":5})",
               {"line 1: a member is not one of email, password, maxJobs, useWorkspace, profile"}},
              {R"({"email":5,"password":"x","maxJobs":5})", {"line 1 (email): email must be a string"}},
              {R"({"email":"a@b.cd","password":5,"maxJobs":5})",
               {"line 1 (password): password must be a string"}},
              {"[1]\n" + good, {"line 1, column 1: the line is not a JSON object", "2 a@b.cd| p\"w |5|-"}},
              {"{\"email\":\n" + good,
               {"line 1, column 9: the JSON object is not complete", "2 a@b.cd| p\"w |5|-"}},
              {good + " x\n", {"line 1, column 52: something follows the JSON object"}},
              {"", {}},
          });
    const auto broken = read(make_line_reader, "{\"email\" 5}\n", 100);
    BOOST_TEST_REQUIRE(broken.size() == 1U);
    BOOST_TEST(broken[0].starts_with("line 1, column 10: not valid JSON"));
    const auto endless = read(make_line_reader, "{\"email\":\"" + std::string(100'000, 'x'), 1000);
    BOOST_TEST_REQUIRE(endless.size() == 1U);
    BOOST_TEST(endless[0] == "line 1: the line is longer than 65536 bytes");
}

BOOST_AUTO_TEST_CASE(row_beyond_the_longest_ends_the_input_however_it_is_cut)
{
    const std::string long_row = "the row is longer than 65536 bytes; is a quote missing?";
    const std::string long_line = "the line is longer than 65536 bytes";
    const std::string much(70'000, 'x');
    const std::string good = R"({"email":"a@b.cd","password":"x","maxJobs":5})";
    check(make_comma_reader, {
                                 {header + "a@b.cd," + much + ",5\nc@d.ef,x,5\n", {"line 2: " + long_row}},
                                 {header + "a@b.cd,\"two\n" + much + "\",5\n", {"line 2: " + long_row}},
                                 {header + "a@b.cd,\"two\n" + much, {"line 2: " + long_row}},
                             });
    check(make_line_reader,
          {
              {good + std::string(70'000, ' ') + "\n" + good + "\n", {"line 1: " + long_line}},
              {good + "\n" + much + "\n" + good, {"1 a@b.cd|x|5|-", "line 2: " + long_line}},
              {good + "\n" + much, {"1 a@b.cd|x|5|-", "line 2: " + long_line}},
          });
}

BOOST_AUTO_TEST_CASE(problems_show_no_password)
{
    const std::string password = "hunter22hunter22";
    const std::string texts[] = {
        header + "a@b.cd,5," + password + "\n",
        header + "a b@c.de," + password + ",5\n",
        header + "a@b.cd," + password + ",5," + password + "\n",
        header + "a@b.cd,\"" + password + ",5\n",
        "a@b.cd," + password + ",5\n",
        "email," + password + ",maxJobs\n",
    };
    for (const std::string& text : texts)
        for (const std::string& line : read(make_comma_reader, text, 7))
            BOOST_TEST(line.find(password) == std::string::npos);
    for (const std::string& text : {"{\"email\":\"a@b.cd\",\"password\":\"" + password + "\"",
                                    "{\"email\":\"a@b.cd\",\"" + password + "\":5}",
                                    "{\"email\":\"a@b.cd\",\"maxJobs\":\"" + password + "\"}"})
        for (const std::string& line : read(make_line_reader, text, 7))
            BOOST_TEST(line.find(password) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
