#include "cli/command_line/man_page.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(manuals)

namespace {

using namespace useapi::cli;

command_description tool()
{
    option_description url;
    url.names = {"--base-url"};
    url.value = "URL";
    url.text = "Where it's";
    url.variable = "TOOL_BASE_URL";
    option_description file;
    file.names = {"FILE"};
    file.value = "FILE";
    file.text = "The file";
    command_description load;
    load.name = "load";
    load.text = "Load a file";
    load.more = "First `line`\nof it.\n\n  a  table\n  of two\nBehind ~it^.";
    load.positionals.push_back(file);
    command_description list;
    list.name = "list";
    list.text = "List";
    command_description things;
    things.name = "things";
    things.commands = {load, list};
    command_description root;
    root.name = "tool";
    root.text = "does things";
    root.more = "Notes";
    root.options = {url};
    root.commands = {things};
    return root;
}

BOOST_AUTO_TEST_CASE(manual_has_its_sections_in_order)
{
    BOOST_TEST(
        man_page(tool(), "1.2.3", "2024-12-21") ==
        ".TH TOOL 1 2024-12-21 \"tool 1.2.3\"\n"
        ".SH NAME\ntool \\- does things\n"
        ".SH SYNOPSIS\n"
        ".B tool things load\n.I FILE\n[\\fIOPTION\\fR]...\n.br\n"
        ".B tool things list\n[\\fIOPTION\\fR]...\n"
        ".SH COMMANDS\n"
        ".SS tool things load\nLoad a file.\n"
        ".TP\n\\fIFILE\\fR\nThe file.\n"
        ".PP\nFirst \\(galine\\(ga\nof it.\n"
        ".PP\n.nf\n  a  table\n  of two\n.fi\n.PP\nBehind \\(tiit\\(ha.\n"
        ".SS tool things list\nList.\n"
        ".SH GLOBAL OPTIONS\nThey may come before or after the command.\n"
        ".TP\n\\fB\\-\\-base\\-url\\fR \\fIURL\\fR\nWhere it\\(aqs.\nEnvironment: \\fBTOOL_BASE_URL\\fR.\n"
        ".SH NOTES\nNotes\n");
}

BOOST_AUTO_TEST_CASE(lines_are_short_and_no_word_is_a_request)
{
    command_description root = tool();
    std::string words;
    for (int i = 0; i < 60; ++i)
        words += ".word-" + std::to_string(i) + ' ';
    root.commands.front().commands.front().more = words;
    std::istringstream lines(man_page(root, "1", "2024-12-21"));
    for (std::string line; std::getline(lines, line);) {
        BOOST_TEST(line.size() < 80U, line);
        BOOST_TEST(!line.starts_with(".word"), line);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
