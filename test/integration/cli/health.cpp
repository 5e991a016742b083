#include "integration/cli/service_run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace useapi::test;
namespace json = boost::json;
namespace fs = std::filesystem;

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

/** Two profiles besides the token of the environment, and nine accounts; one is dead. */
class nine_accounts : public service_run
{
public:
    nine_accounts() : service_run({"--account-limit", "5"})
    {
        profiles_ =
            folder().file("profiles.toml", "[profiles.eu]\ntoken = \"user:5678-kept-to-ourselves\"\n"
                                           "[profiles.us]\ntoken = \"user:9012-kept-to-ourselves\"\n");
        fs::permissions(profiles_, fs::perms::owner_read | fs::perms::owner_write);
        std::string rows = "email,password,profile\n";
        for (int i = 0; i < 5; ++i)
            rows += "eu" + std::to_string(i) + "@example.com,correct-horse-battery,eu\n";
        rows += "us0@example.com,dead-account,us\nus1@example.com,correct-horse-battery,us\n";
        rows += "a@example.com,correct-horse-battery,\nb@example.com,correct-horse-battery,\n";
        const finished made = run_discreetly(
            command({"accounts", "import", folder().file("in.csv", rows), "--profiles", profiles_}));
        BOOST_TEST(made.code == 1, made.everything());
    }

    finished health(std::vector<std::string> more) const
    {
        std::vector<std::string> words{"accounts", "health"};
        words.insert(words.end(), more.begin(), more.end());
        return run_discreetly(command(std::move(words)));
    }

    const std::string& profiles() const noexcept { return profiles_; }

private:
    std::string profiles_;
};

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(what_is_not_well_is_listed_over_all_profiles)
{
    const nine_accounts service;
    const std::string metrics = service.folder().path("useapi.prom");
    const finished sick = service.health({"--profiles", service.profiles(), "--metrics-file", metrics});
    BOOST_TEST(sick.code == 1, sick.everything());
    BOOST_TEST(sick.err == "");
    BOOST_TEST(holds(sick.out, "dead      us0@example.com of profile us: "), sick.out);
    BOOST_TEST(holds(sick.out, "full      profile eu: all 5 places are taken\n"), sick.out);
    BOOST_TEST(holds(sick.out, "9 accounts: 8 ok, 1 dead\n"), sick.out);
    const std::string written = read_file(metrics);
    BOOST_TEST(holds(written, "useapi_accounts{profile=\"us\",state=\"dead\"} 1\n"), written);
    BOOST_TEST(holds(written, "useapi_places_free{profile=\"\"} 3\n"), written);
    BOOST_TEST(!holds(written, "@"), written);
    const bool is_for_others =
        (fs::status(metrics).permissions() & fs::perms::others_read) != fs::perms::none;
    BOOST_TEST(is_for_others);

    const finished as_json = service.health({"--profiles", service.profiles(), "--output", "json"});
    BOOST_TEST(as_json.code == 1);
    const json::value read = json::parse(as_json.out);
    BOOST_TEST(!read.at("healthy").as_bool());
    BOOST_TEST(read.at("accounts").as_array().size() == 1U);
    BOOST_TEST(read.at("profiles").as_array().size() == 3U);
}

BOOST_AUTO_TEST_CASE(accounts_that_are_well_end_it_with_0_until_they_expire)
{
    const nine_accounts service;
    const finished well = service.health({});
    BOOST_TEST(well.code == 0, well.everything());
    BOOST_TEST(well.out == "2 accounts: 2 ok\n");
    // A session lives for 30 days.
    const finished expiring = service.health({"--expiring-within", "31d"});
    BOOST_TEST(expiring.code == 1);
    BOOST_TEST(holds(expiring.out, "expiring  a@example.com: its session ends at 20"), expiring.out);
    BOOST_TEST(holds(expiring.out, "2 accounts: 0 ok, 2 expiring\n"), expiring.out);
}

BOOST_AUTO_TEST_CASE(profile_that_is_refused_is_unknown_and_all_of_them_end_it_with_3)
{
    const temporary_folder folder;
    const service_run service({"--accept-tokens", folder.file("tokens", "user:5678-kept-to-ourselves\n")});
    const std::string profiles =
        folder.file("profiles.toml", "[profiles.eu]\ntoken = \"user:5678-kept-to-ourselves\"\n");
    fs::permissions(profiles, fs::perms::owner_read | fs::perms::owner_write);
    const finished one = run_discreetly(service.command({"accounts", "health", "--profiles", profiles}));
    BOOST_TEST(one.code == 1, one.everything());
    BOOST_TEST(holds(one.out, "unknown   the API token: "), one.out);
    const finished all = run_discreetly(service.command({"accounts", "health"}));
    BOOST_TEST(all.code == 3, all.everything());
}

BOOST_AUTO_TEST_CASE(file_that_was_exported_is_what_the_service_holds_once_passwords_are_filled_in)
{
    const nine_accounts service;
    const finished exported =
        run_discreetly(service.command({"accounts", "export", "--profiles", service.profiles()}));
    BOOST_TEST(exported.code == 0, exported.everything());
    BOOST_TEST(exported.err == "");
    std::string text = exported.out;
    for (std::size_t at = text.find(",,"); at != std::string::npos; at = text.find(",,", at + 1))
        if (text[at + 2] == '5')
            text.insert(at + 1, "correct-horse-battery");
    const std::string input = service.folder().file("exported.csv", text);
    const auto verify = [&](const std::string& file) {
        return run_discreetly(
            service.command({"accounts", "verify", file, "--profiles", service.profiles()}));
    };
    const finished dead = verify(input);
    BOOST_TEST(dead.code == 1, dead.everything());
    BOOST_TEST(holds(dead.out, "! us0@example.com (profile us)"), dead.out);
    BOOST_TEST(
        run_discreetly(service.command({"accounts", "import", input, "--profiles", service.profiles()}))
            .code == 0);
    const finished right = verify(input);
    BOOST_TEST(right.code == 0, right.everything());
    BOOST_TEST(holds(right.out, "0 to create, 0 to change, 9 unchanged"), right.out);
    const std::string more = service.folder().file("more.csv", text + "new@example.com,x,5,,us\r\n");
    const finished lacking = verify(more);
    BOOST_TEST(lacking.code == 1);
    BOOST_TEST(holds(lacking.out, "+ new@example.com (profile us)\n"), lacking.out);
}

BOOST_AUTO_TEST_CASE(export_as_json_is_a_file_that_an_import_reads)
{
    const nine_accounts service;
    const finished exported = run_discreetly(
        service.command({"accounts", "export", "--profiles", service.profiles(), "--output", "json"}));
    BOOST_TEST(exported.code == 0, exported.everything());
    std::string text = exported.out;
    std::size_t rows = 0;
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1, ++rows)
        BOOST_TEST_REQUIRE(json::parse(text.substr(begin, text.find('\n', begin) - begin)).is_object());
    BOOST_TEST(rows == 9U);
    const std::string no_password = "\"password\":\"\"";
    for (std::size_t at = text.find(no_password); at != std::string::npos; at = text.find(no_password))
        text.replace(at, no_password.size(), "\"password\":\"correct-horse-battery\"");
    const std::string input = service.folder().file("exported.ndjson", text);
    const finished plan =
        run_discreetly(service.command({"accounts", "plan", input, "--profiles", service.profiles()}));
    BOOST_TEST(plan.code == 0, plan.everything());
    BOOST_TEST(holds(plan.out, "0 to create, 0 to change"), plan.out);
    BOOST_TEST(holds(plan.out, "0 on the service only"), plan.out);
}

BOOST_AUTO_TEST_CASE(nothing_is_exported_where_a_profile_cannot_be_asked)
{
    const temporary_folder folder;
    const service_run service({"--accept-tokens", folder.file("tokens", "user:5678-kept-to-ourselves\n")});
    const finished ended = run_discreetly(service.command({"accounts", "export"}));
    BOOST_TEST(ended.code == 3, ended.everything());
    BOOST_TEST(ended.out == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
