#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace useapi::test;

namespace {

finished run_for(const service_run& service, const std::string& name, std::vector<std::string> words)
{
    words.insert(words.begin(), {"--service", name, "accounts"});
    return run_discreetly(service.command(std::move(words)));
}

/** The account's name in the first column of a table, below its head. */
std::string listed_name(const finished& listed)
{
    const std::size_t line = listed.out.find('\n') + 1;
    return listed.out.substr(line, listed.out.find(' ', line) - line);
}

} // namespace

BOOST_AUTO_TEST_SUITE(services)

BOOST_AUTO_TEST_CASE(account_of_each_service_from_upsert_to_delete)
{
    const service_run service;

    struct
    {
        const char* name;
        std::string given;
        std::vector<std::string> options;
    } const cases[] = {{"pixverse", "user+1@example.com", {"--max-jobs", "8"}},
                       {"kling", "user+1@example.com", {"--max-jobs", "50"}},
                       {"dreamina", "CA:user@example.com", {}},
                       {"mureka", "user@example.com", {}}};

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            std::vector<std::string> upsert{"upsert", each.given};
            upsert.insert(upsert.end(), each.options.begin(), each.options.end());
            const finished upserted = run_for(service, each.name, upsert);
            BOOST_TEST(upserted.code == 0, upserted.everything());
            BOOST_TEST(upserted.out.find(", session ends 20") != std::string::npos, upserted.out);

            const finished listed = run_for(service, each.name, {"list"});
            BOOST_TEST(listed.code == 0, listed.everything());
            const std::string key = listed_name(listed);
            BOOST_TEST(upserted.out.starts_with("registered " + key + ','));
            if (std::string(each.name) != "mureka")
                BOOST_TEST(key == each.given);

            const finished shown = run_for(service, each.name, {"get", key});
            BOOST_TEST(shown.code == 0, shown.everything());
            BOOST_TEST(shown.out.find("state          ok\n") != std::string::npos);
            BOOST_TEST(run_for(service, each.name, {"delete", key}).out == "deleted " + key + '\n');
            BOOST_TEST(run_for(service, each.name, {"list"}).err == "no accounts are configured\n");
        }
    }
    BOOST_TEST(run_for(service, "minimax", {"list"}).code == 0);
}

BOOST_AUTO_TEST_CASE(refused_login_is_not_repeated)
{
    service_run service({"--fault", "wrong-password"});
    const char* const names[] = {"pixverse", "kling", "mureka"};
    for (const char* const name : names) {
        const finished refused = run_for(service, name, {"upsert", "user@example.com"});
        BOOST_TEST(refused.code == 1, refused.everything());
        BOOST_TEST(refused.err.find("wrong") != std::string::npos, refused.err);
    }
    BOOST_TEST(run_for(service, "dreamina", {"upsert", "US:user@example.com"}).code == 1);
    BOOST_TEST(service.stop_and_count({"POST"}) == 4U);
}

BOOST_AUTO_TEST_CASE(misuse_is_told_before_anything_is_sent)
{
    service_run service;

    struct
    {
        const char* name;
        std::vector<std::string> words;
        const char* told;
    } const cases[] = {
        {"elsewhere", {"list"}, "--service"},
        {"kling", {"upsert", "a@b.com", "--use-workspace", "true"}, "--use-workspace"},
        {"kling", {"upsert", "nobody"}, "email holds no '@'"},
        {"kling", {"upsert", "a@b.com", "--max-jobs", "51"}, "--max-jobs"},
        {"pixverse", {"upsert", "a@b.com", "--max-jobs", "9"}, "maxJobs is 9, must be 1 to 8"},
        {"dreamina", {"upsert", "a@b.com"}, "US:user@example.com"},
        {"dreamina", {"upsert", "DE:a@b.com"}, "US or CA"},
        {"mureka", {"upsert", "a@b.com", "--max-jobs", "5"}, "--max-jobs"},
        {"minimax", {"upsert", "a@b.com"}, "token and a url"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name << ' ' << each.words.front())
        {
            const finished refused = run_for(service, each.name, each.words);
            BOOST_TEST(refused.code == 2, refused.everything());
            BOOST_TEST(refused.err.find(each.told) != std::string::npos, refused.err);
        }
    }
    BOOST_TEST(service.stop_and_count({"POST", "GET", "DELETE"}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
