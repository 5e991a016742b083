#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(walk_of_an_operator)

namespace {

using namespace useapi::test;
namespace json = boost::json;

constexpr int rows = 5000;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string file_of(int count)
{
    std::string text = "email,password\n";
    for (int i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + std::string(account_password) + '\n';
    return text;
}

void tell(const char* step, const finished& ended)
{
    BOOST_TEST_MESSAGE(step << ", exit code " << ended.code << '\n' << ended.everything());
}

/** An emulator that writes no line for a request: lines for five thousand requests would fill a pipe that is
    not read meanwhile. */
class quiet_service
{
public:
    quiet_service() { start("0"); }

    /// Kills the emulator, which loses its accounts.
    void stop()
    {
        emulator_->signal(SIGKILL);
        static_cast<void>(emulator_->wait_for_end());
    }

    void start_again() { start(port()); }

    const temporary_folder& folder() const noexcept { return folder_; }

    command_line command(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"--ca-file", folder_.path("tls/ca.pem")});
        return command_line(std::move(words))
            .variable("USEAPI_TOKEN", std::string(api_token))
            .variable("USEAPI_BASE_URL", "https://127.0.0.1:" + port() + "/v1/runwayml");
    }

private:
    std::string port() const
    {
        const std::string text = read_file(folder_.path("port"));
        return text.substr(0, text.find('\n'));
    }

    void start(const std::string& at)
    {
        emulator_ = std::make_unique<process>(
            command_line({"emulator", "--quiet", "--tls-dir", folder_.path("tls"), "--port", at,
                          "--port-file", folder_.path("port"), "--fault", "status=503,rate=0.01,method=POST",
                          "--fault", "reset=after-request,rate=0.002"}));
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (port().empty() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
    }

    temporary_folder folder_;
    std::unique_ptr<process> emulator_;
};

std::int64_t registered(const quiet_service& service, const std::string& input)
{
    const finished status =
        run_discreetly(service.command({"accounts", "status", input, "--output", "json"}));
    return json::parse(status.out).at("states").at("registered").as_int64();
}

// A night of an operator, with a service that fails now and then, is away for a while, and comes back.
BOOST_AUTO_TEST_CASE(five_thousand_accounts_are_registered_whatever_happens_in_between)
{
    quiet_service service;
    const std::string input = service.folder().file("accounts.csv", file_of(rows));
    const std::vector<std::string> words{"--attempt-timeout", "1",      "accounts", "import",     input,
                                         "--resume",          "--rate", "1000",     "--progress", "json"};

    const finished shown =
        run_discreetly(service.command({"accounts", "import", input, "--resume", "--dry-run"}));
    BOOST_TEST(holds(shown.out, "5000 rows would be sent; nothing was sent"));
    {
        process first(service.command(words));
        static_cast<void>(first.wait_for("\"event\":\"progress\""));
        // On a busy machine the first line comes before the first outcome.
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (registered(service, input) == 0 && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        first.signal(SIGKILL);
        static_cast<void>(first.wait_for_end());
    }
    const finished status = run_discreetly(service.command({"accounts", "status", input}));
    tell("status of the import that was killed", status);
    BOOST_TEST(holds(status.out, "not running"), status.out);
    const std::int64_t before = registered(service, input);
    BOOST_TEST(before > 0);
    {
        process second(service.command(words));
        static_cast<void>(second.wait_for("\"event\":\"progress\""));
        service.stop();
        const std::string outage = second.wait_for("the service cannot be reached");
        service.start_again();
        const std::string back = second.wait_for("the service answers again after ");
        const finished ended = second.wait_for_end();
        BOOST_TEST_MESSAGE("in the outage\n" << outage.substr(outage.find("the service cannot be reached")));
        BOOST_TEST_MESSAGE("afterwards\n" << back.substr(back.find("the service answers again")));
        tell("the import that went on", {ended.code, ended.out, {}});
        BOOST_TEST(ended.code == 0, ended.out);
    }
    BOOST_TEST(registered(service, input) == rows);

    const finished nothing = run_discreetly(service.command({"accounts", "import", input, "--resume"}));
    tell("the same again", nothing);
    BOOST_TEST(nothing.code == 0, nothing.everything());
    const std::string token = service.folder().file("new.token", "user:5678-another-one\n");
    const finished asked =
        run_discreetly(service.command({"accounts", "import", input, "--resume", "--token-file", token}));
    tell("with another API token", asked);
    BOOST_TEST(asked.code == 2, asked.everything());
    BOOST_TEST(holds(asked.err, "5000 rows that are settled would be sent again"), asked.err);
    const finished report = run_discreetly(
        service.command({"accounts", "report", input, "--html", service.folder().path("report.html")}));
    tell("report", report);
    BOOST_TEST(!holds_secret(read_file(service.folder().path("report.html"))));
    BOOST_TEST(!holds_secret(read_file(input + ".ledger")));
}

BOOST_AUTO_TEST_CASE(shifted_passwords_cost_twenty_logins_and_not_five_hundred)
{
    service_run service({"--fault", "wrong-password"});
    const std::string input = service.folder().file("accounts.csv", file_of(500));
    const finished braked = run_discreetly(service.command({"accounts", "import", input, "--resume"}));
    tell("shifted passwords", braked);
    BOOST_TEST(braked.code == 1, braked.everything());
    BOOST_TEST(holds(braked.out, "20 refused"), braked.out);
    BOOST_TEST(holds(braked.out, "480 pending"), braked.out);
    BOOST_TEST(service.stop_and_count({"POST"}) == 20U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
