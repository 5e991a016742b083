#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(deletion_by_a_file)

namespace {

using namespace useapi::test;
namespace json = boost::json;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// An emulator that holds a, b and c.
class three_accounts : public service_run
{
public:
    three_accounts()
    {
        std::string rows = "email,password\n";
        for (const char* const name : {"a", "b", "c"})
            rows += std::string(name) + "@example.com," + std::string(account_password) + '\n';
        BOOST_REQUIRE(run_discreetly(command({"accounts", "import", folder().file("in.csv", rows)})).code ==
                      0);
    }

    finished delete_with(const std::string& file, const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> words{"accounts", "delete", "--file", file};
        words.insert(words.end(), more.begin(), more.end());
        return run_discreetly(command(std::move(words)));
    }

    std::size_t count() const
    {
        const finished listed = run_discreetly(command({"accounts", "list", "--output", "json"}));
        return json::parse(listed.out).at("accounts").as_array().size();
    }
};

BOOST_AUTO_TEST_CASE(accounts_of_a_file_are_deleted_after_a_question)
{
    const three_accounts service;
    const std::string gone =
        service.folder().file("gone.csv", "email,why\na@EXAMPLE.com,left\nb@example.com,\nx@example.com,\n");
    const finished refused = service.delete_with(gone);
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "- a@example.com\n- b@example.com\n"), refused.err);
    BOOST_TEST(holds(refused.err, "--yes"), refused.err);
    BOOST_TEST(service.count() == 3U);

    pseudo_terminal terminal;
    process asking(service.command({"accounts", "delete", "--file", gone}).terminal(terminal.device()));
    terminal.wait_for("Delete these 2 accounts? [y/N] ");
    terminal.type("n\n");
    BOOST_TEST(asking.wait_for_end().code == 2);
    BOOST_TEST(service.count() == 3U);

    const finished deleted = service.delete_with(gone, {"--yes"});
    BOOST_TEST(deleted.code == 0, deleted.everything());
    BOOST_TEST(deleted.out == "deleted a@example.com\ndeleted b@example.com\n");
    BOOST_TEST(holds(deleted.err, "x@example.com does not exist"), deleted.err);
    BOOST_TEST(service.count() == 1U);
}

BOOST_AUTO_TEST_CASE(exported_file_names_what_is_deleted)
{
    for (const char* const form : {"json", "text"}) {
        const three_accounts service;
        const finished exported = run_discreetly(service.command({"accounts", "export", "--output", form}));
        const std::string file = service.folder().file(
            std::string("held.") + (std::string(form) == "json" ? "ndjson" : "csv"), exported.out);
        const finished deleted = service.delete_with(file, {"--yes", "--output", "json"});
        BOOST_TEST(deleted.code == 0, deleted.everything());
        const json::value said = json::parse(deleted.out);
        BOOST_TEST(said.at("deleted").as_array().size() == 3U);
        BOOST_TEST(said.at("not_deleted").as_array().empty());
        BOOST_TEST(service.count() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(file_that_is_not_usable_deletes_nothing)
{
    const three_accounts service;
    for (const char* const content : {"email\na@example.com\nno-email\n", "email\n", "name\na@example.com\n",
                                      "email,profile\na@example.com,unknown\n"})
        BOOST_TEST(service.delete_with(service.folder().file("bad.csv", content), {"--yes"}).code == 2,
                   content);
    const std::string good = service.folder().file("good.csv", "email\na@example.com\n");
    BOOST_TEST(run_discreetly(service.command({"accounts", "delete"})).code == 2);
    BOOST_TEST(service.delete_with(good, {"b@example.com"}).code == 2);
    BOOST_TEST(service.count() == 3U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
