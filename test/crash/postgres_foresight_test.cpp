#include "crash/child.hpp"
#include "crash/postgres_server.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;

constexpr std::string_view other_token = "user:5678-another-one";

/// Every row of every table that is not the server's own, with the transaction that wrote it: a row that is
/// written anew with what it held differs as well.
std::string contents_of(const postgres_server& server, const std::string& database)
{
    const std::string tables =
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', "
        "'information_schema') ORDER BY 1";
    const std::string names = server.ask(database, tables);
    std::string found;
    for (std::size_t begin = 0; begin < names.size();) {
        const std::size_t end = names.find('\n', begin);
        const std::string name = names.substr(begin, end - begin);
        found.append(name).append("\n").append(
            server.ask(database, "SELECT xmin, xmax, ctid, t.* FROM " + name + " t ORDER BY ctid"));
        begin = end + 1;
    }
    return found;
}

/// An import of 20 rows with a ledger in a database, ended.
class recorded_import
{
public:
    /// @return the exit code. The output is in `said`.
    int import_it(std::vector<std::string> options = {}, std::string_view token = api_token)
    {
        std::filesystem::remove(work.output());
        options.insert(options.begin(), {"--ledger", url, "--results", ""});
        const int code = run(work.import_into(service, options), token, work.output());
        said = std::filesystem::exists(work.output()) ? work.said() : std::string();
        return code;
    }

    bool says(std::string_view part) const { return said.find(part) != std::string::npos; }

    std::size_t posts() const { return service.statistics().requests.posts; }

    const postgres_server database;
    const std::string url = database.make_database("run");
    const workplace work{20};
    const emulator::background_server service{emulator::options()};
    std::string said;
};

BOOST_AUTO_TEST_SUITE(what_a_shared_ledger_passes_over, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(dry_run_writes_nothing_into_the_database)
{
    recorded_import shared;
    BOOST_TEST(shared.import_it({"--dry-run"}) == 0, shared.said);
    BOOST_TEST(shared.says("20 rows would be sent; nothing was sent"), shared.said);
    BOOST_TEST(contents_of(shared.database, "run") == "");

    BOOST_TEST(shared.import_it({"--limit", "12"}) == 0, shared.said);
    BOOST_TEST(shared.posts() == 12U);
    const std::string before = contents_of(shared.database, "run");
    BOOST_TEST(before != "");
    BOOST_TEST(shared.import_it({"--dry-run"}) == 0, shared.said);
    BOOST_TEST(shared.says("8 rows would be sent; nothing was sent"), shared.said);
    BOOST_TEST(shared.import_it({"--dry-run", "--limit", "3", "--retry-refused"}) == 0, shared.said);
    BOOST_TEST(shared.says("3 rows would be sent; nothing was sent"), shared.said);
    BOOST_TEST(shared.import_it({"--dry-run"}, other_token) == 0, shared.said);
    BOOST_TEST(shared.says("12 rows that are settled would be sent again"), shared.said);
    BOOST_TEST(shared.says("20 rows would be sent; nothing was sent"), shared.said);
    BOOST_TEST(contents_of(shared.database, "run") == before);
    BOOST_TEST(shared.posts() == 12U);
    shared.work.check_secrets();
}

BOOST_AUTO_TEST_CASE(all_rows_are_sent_again_for_another_token_or_salt_only_where_that_was_agreed_to)
{
    recorded_import shared;
    BOOST_TEST(shared.import_it() == 0, shared.said);
    BOOST_TEST(shared.posts() == 20U);
    const std::string before = contents_of(shared.database, "run");
    BOOST_TEST(shared.import_it({}, other_token) == 2, shared.said);
    BOOST_TEST(
        shared.says("the API token, or the ledger's salt, is not the one of the last run: 20 rows that "
                    "are settled would be sent again"),
        shared.said);
    BOOST_TEST(shared.says("--yes"), shared.said);
    BOOST_TEST(shared.posts() == 20U);
    BOOST_TEST(contents_of(shared.database, "run") == before);

    BOOST_TEST(shared.import_it({"--yes"}, other_token) == 0, shared.said);
    BOOST_TEST(shared.says("20 rows that are settled would be sent again"), shared.said);
    BOOST_TEST(shared.posts() == 40U);
    BOOST_TEST(shared.import_it({}, other_token) == 0, shared.said);
    BOOST_TEST(!shared.says("sent again"), shared.said);
    BOOST_TEST(shared.posts() == 40U);

    // Its first byte.
    shared.database.ask("run",
                        "UPDATE useapi_run SET value = (CASE WHEN value LIKE '1 %' THEN '2 ' ELSE '1 ' END) "
                        "|| substr(value, strpos(value, ' ') + 1) WHERE name = 'salt'");
    BOOST_TEST(shared.import_it({}, other_token) == 2, shared.said);
    BOOST_TEST(shared.says("20 rows that are settled would be sent again"), shared.said);
    BOOST_TEST(shared.posts() == 40U);
    BOOST_TEST(shared.import_it({"--yes"}, other_token) == 0, shared.said);
    BOOST_TEST(shared.posts() == 60U);
    shared.work.check_secrets();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
