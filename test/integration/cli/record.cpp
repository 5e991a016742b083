#include "emulator/recording/exchange.hpp"
#include "integration/cli/service_run.hpp"

#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <vector>

BOOST_AUTO_TEST_SUITE(recordings)

namespace {

using namespace useapi::test;
using useapi::emulator::exchange;

/** A run of `useapi record` in front of an emulator, and the commands that talk to it. */
class record_run
{
public:
    record_run(const service_run& service, const std::vector<std::string>& words)
        : proxy_(command(service, folder_, words))
    {
        const std::string said = proxy_.wait_for("ca.pem\n");
        const std::size_t begin = said.find("base URL ") + 9;
        base_url_ = said.substr(begin, said.find('\n', begin) - begin);
    }

    finished run(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"--ca-file", folder_.path("tls/ca.pem")});
        return run_discreetly(command_line(std::move(words))
                                  .variable("USEAPI_TOKEN", std::string(api_token))
                                  .variable("USEAPI_ACCOUNT_PASSWORD", std::string(account_password))
                                  .variable("USEAPI_BASE_URL", base_url_));
    }

    finished stop()
    {
        proxy_.signal(SIGTERM);
        return proxy_.wait_for_end();
    }

    process& proxy() noexcept { return proxy_; }

    const std::string& base_url() const noexcept { return base_url_; }

private:
    static command_line command(const service_run& service, const temporary_folder& folder,
                                std::vector<std::string> words)
    {
        words.insert(words.begin(),
                     {"record", "--tls-dir", folder.path("tls"), "--port-file", folder.path("port")});
        return service.command(std::move(words));
    }

    temporary_folder folder_;
    process proxy_;
    std::string base_url_;
};

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

std::string rows()
{
    return "email,password,maxJobs\na@company.example," + std::string(account_password) +
           ",5\nb@company.example,wrong-password,5\nc@company.example," + std::string(account_password) +
           ",3\n";
}

/// The name of the account whose registration was answered with this status.
std::string registered_with(const std::vector<exchange>& recording, unsigned status)
{
    const auto found = std::find_if(recording.begin(), recording.end(), [status](const exchange& each) {
        return each.method == "POST" && each.status == status;
    });
    BOOST_REQUIRE(found != recording.end());
    return found->target.substr(found->target.rfind('/') + 1);
}

useapi::result<useapi::runwayml::account> upsert(const useapi::client& client,
                                                 boost::asio::io_context& context,
                                                 useapi::testing::virtual_clock& clock,
                                                 const std::string& email)
{
    std::optional<useapi::result<useapi::runwayml::account>> seen;
    useapi::runwayml::account_settings settings(email, useapi::secret("any-password"));
    settings.max_jobs(5);
    useapi::runwayml::async_upsert_account(
        client, settings,
        [&](useapi::result<useapi::runwayml::account> outcome) { seen.emplace(std::move(outcome)); });
    clock.run(context);
    return std::move(seen).value();
}

/// Replays the recording as a service: each request gets its recorded answer.
void replay(const std::string& file)
{
    const std::vector<exchange> recorded = useapi::emulator::read_recording(file);
    const useapi::testing::replay recording(file);
    useapi::testing::virtual_clock clock;
    boost::asio::io_context context;
    useapi::testing::memory_network network(context, clock, recording.far_end());
    const useapi::client client =
        network.make_client(useapi::client_options(useapi::secret("user:1-of-a-test")).seed(1));

    const std::string good = registered_with(recorded, 201);
    const auto registered = upsert(client, context, clock, good);
    BOOST_TEST(registered.has_value());
    const auto refused = upsert(client, context, clock, registered_with(recorded, 401));
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code() == useapi::errc::credentials_refused));

    // The import asked as well, before it registered anything.
    const auto lists = std::count_if(recorded.begin(), recorded.end(), [](const exchange& each) {
        return each.method == "GET" && each.target == "/v1/runwayml/accounts";
    });
    std::optional<std::vector<useapi::runwayml::account>> held;
    for (auto i = lists; i > 0; --i) {
        useapi::runwayml::async_list_accounts(
            client, [&held](const useapi::result<std::vector<useapi::runwayml::account>>& outcome) {
                if (outcome)
                    held = *outcome;
            });
        clock.run(context);
    }
    BOOST_REQUIRE(held.has_value());
    BOOST_TEST(held->size() == 2U);
    BOOST_TEST(std::count_if(held->begin(), held->end(),
                             [&](const auto& each) { return each.email() == good; }) == 1);
}

BOOST_AUTO_TEST_CASE(import_is_recorded_without_secrets_and_replayed)
{
    const service_run service;
    const std::string file = service.folder().path("recording.ndjson");
    record_run record(service, {file});
    BOOST_TEST(record.base_url() != service.base_url());
    BOOST_TEST(record.base_url().ends_with("/v1/runwayml"));
    const std::string input = service.folder().file("in.csv", rows());
    const finished imported = record.run({"accounts", "import", input, "--concurrency", "1"});
    BOOST_TEST(imported.code == 1, imported.everything());
    const finished listed = record.run({"accounts", "list"});
    BOOST_TEST(listed.code == 0, listed.everything());
    BOOST_TEST(holds(listed.out, "a@company.example"), listed.out);
    BOOST_TEST(service.initials() == "ac");
    const finished ended = record.stop();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(ended.out, " answers recorded in " + file), ended.out);

    const std::string text = read_file(file);
    BOOST_TEST(!holds_secret(text), text);
    for (const char* const secret : {"company.example", "kept", "wrong-password", "Bearer"})
        BOOST_TEST(!holds(text, secret), secret);
    struct stat found = {};
    BOOST_REQUIRE(::stat(file.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 0777) == 0600U);
    replay(file);
}

BOOST_AUTO_TEST_CASE(answers_are_compared_with_recorded_ones)
{
    const temporary_folder folder;
    const std::string file = folder.path("recording.ndjson");
    const std::vector<std::string> upsert{"accounts", "upsert", "a@company.example", "--use-workspace", "77"};
    const std::vector<std::string> get{"accounts", "get", "a@company.example"};
    {
        const service_run service;
        record_run record(service, {file});
        BOOST_TEST(record.run(upsert).code == 0);
        BOOST_TEST(record.stop().code == 0);
    }
    const std::string before = read_file(file);
    {
        const service_run service;
        record_run record(service, {"--compare", file});
        BOOST_TEST(record.run(upsert).code == 0);
        BOOST_TEST(record.run(get).code == 0);
        const finished ended = record.stop();
        BOOST_TEST(ended.code == 0, ended.everything());
        BOOST_TEST(
            holds(ended.out, "GET /v1/runwayml/accounts/user-N@example.invalid is not in the recording\n"),
            ended.out);
        BOOST_TEST(holds(ended.out, "2 answers compared: 1 as recorded, 0 different, 1 not in the recording"),
                   ended.out);
    }
    {
        const service_run service({"--workspace-form", "text"});
        record_run record(service, {file, "--compare"});
        BOOST_TEST(record.run(upsert).code == 0);
        const finished ended = record.stop();
        BOOST_TEST(ended.code == 1, ended.everything());
        const std::string endpoint = "POST /v1/runwayml/accounts/user-N@example.invalid  ";
        BOOST_TEST(holds(ended.out, endpoint + "workspace is gone: object\n"), ended.out);
        BOOST_TEST(holds(ended.out, endpoint + "useWorkspace is new: string\n"), ended.out);
    }
    {
        const service_run service({"--fault", "status=402"});
        record_run record(service, {"--compare", file, "--output", "json"});
        BOOST_TEST(record.run(upsert).code == 3);
        const finished ended = record.stop();
        BOOST_TEST(ended.code == 1, ended.everything());
        const boost::json::value said = boost::json::parse(ended.out);
        BOOST_TEST(said.at("request").as_string() == "POST /v1/runwayml/accounts/user-N@example.invalid");
        BOOST_TEST(said.at("recorded").as_bool());
        BOOST_TEST(said.at("differences").at(0).as_string() == "status: 201 -> 402");
    }
    BOOST_TEST(read_file(file) == before);
}

BOOST_AUTO_TEST_CASE(full_disk_ends_it_with_1_and_a_line)
{
    const service_run service;
    record_run record(service, {"/dev/full"});
    record.run({"accounts", "list", "--max-attempts", "1"});
    const finished ended = record.proxy().wait_for_end();
    BOOST_TEST(ended.code == 1);
    BOOST_TEST(ended.err ==
               "useapi: error: recording /dev/full cannot be written: No space left on device\n");
}

BOOST_AUTO_TEST_CASE(file_that_cannot_be_used_is_refused_with_2)
{
    const service_run service;

    const struct
    {
        std::vector<std::string> words;
        std::string said;
    } cases[] = {
        {{"record", service.folder().path("missing/file")}, "No such file or directory"},
        {{"record", service.folder().path("port"), "--port-file", service.folder().path("port")},
         "are the same file"},
        {{"record", service.folder().path("new"), "--base-url", "http://h"}, "base URL"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.said)
        {
            const finished ended = run_discreetly(service.command(each.words));
            BOOST_TEST(ended.code == 2, ended.everything());
            BOOST_TEST(holds(ended.err, each.said), ended.err);
        }
    }
}

BOOST_AUTO_TEST_CASE(service_that_is_not_reached_is_told_and_not_recorded)
{
    service_run service;
    const std::string file = service.folder().path("recording.ndjson");
    record_run record(service, {file});
    service.stop_and_count({});
    const finished failed = record.run({"accounts", "list", "--max-attempts", "1", "--output", "json"});
    BOOST_TEST(failed.code == 4, failed.everything());
    BOOST_TEST(boost::json::parse(failed.out).at("error").at("status").as_int64() == 502);
    const finished ended = record.stop();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(ended.err, "warning: not recorded: "), ended.err);
    BOOST_TEST(holds(ended.out, "0 answers recorded in "), ended.out);
    BOOST_TEST(read_file(file) == "");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
