#include "bulk/ledger/ledger_setup.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "unit/bulk/ledger/ledger_world.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;
using useapi::test::temporary_folder;

BOOST_AUTO_TEST_SUITE(ledger_setups)

BOOST_AUTO_TEST_CASE(pipe_is_recorded_as_standard_input)
{
    std::array<int, 2> ends{};
    BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    BOOST_TEST(recorded_name_of("/dev/fd/" + std::to_string(ends[0])) == "-");
    BOOST_TEST(recorded_name_of("/proc/self/fd/" + std::to_string(ends[0])) == "-");
    ::close(ends[0]);
    ::close(ends[1]);
    BOOST_TEST(recorded_name_of("-") == "-");
}

BOOST_AUTO_TEST_CASE(file_is_recorded_under_its_own_name)
{
    const temporary_folder folder;
    const std::string path = std::filesystem::canonical(folder.file("in.csv", "x")).string();
    const int open_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    BOOST_TEST(recorded_name_of(path) == path);
    BOOST_TEST(recorded_name_of("/dev/fd/" + std::to_string(open_file)) == path);
    ::close(open_file);
}

BOOST_AUTO_TEST_CASE(ledger_belongs_to_one_service)
{
    const std::vector<ledger_profile> profiles{{"", "https://api.useapi.net/v1/runwayml", secret("user:1-x")},
                                               {"eu", "https://eu.example/v1/runwayml", secret("user:2-y")}};
    const auto purpose = [&profiles](const std::string& service) {
        return purpose_of(import_options("in.csv").service(service), ledger_input(), profiles);
    };
    const ledger_purpose kling = purpose("kling");
    BOOST_TEST(kling.identity.base_url == "https://api.useapi.net/v1/kling/accounts");
    BOOST_TEST(kling.identity.other_base_urls.at("eu") == "https://eu.example/v1/kling/accounts");
    BOOST_TEST(purpose("runwayml").identity.base_url == "https://api.useapi.net/v1/runwayml");
    BOOST_TEST(difference(kling.identity, purpose("mureka").identity).value() ==
               "it belongs to the service at https://api.useapi.net/v1/kling/accounts, not "
               "https://api.useapi.net/v1/mureka/accounts");
    BOOST_TEST(difference(kling.identity, purpose("runwayml").identity).has_value());
    BOOST_TEST(!difference(kling.identity, purpose("kling").identity));
    for (const std::string repeats : {"runwayml", "pixverse", "kling", "dreamina", "minimax"})
        BOOST_TEST(purpose(repeats).rules.may_repeat, repeats);
    BOOST_TEST(!purpose("mureka").rules.may_repeat);
}

BOOST_AUTO_TEST_CASE(ledger_is_opened_with_what_options_and_input_say)
{
    ledger_input input;
    input.first_email = "a@b.cd";
    input.rows = 2;
    const std::vector<ledger_profile> profiles{{"", "https://x/v1/runwayml", secret("user:1-x")}};
    const ledger_purpose made =
        purpose_of(import_options("-").lease(std::chrono::seconds(5)).verify(true).retry_rejected(true),
                   input, profiles);
    BOOST_TEST(made.identity.input == "-");
    BOOST_TEST(made.identity.first_email == "a@b.cd");
    BOOST_TEST(made.rows == 2U);
    BOOST_TEST((made.lease == std::chrono::seconds(5)));
    BOOST_TEST(made.rules.verify);
    BOOST_TEST(made.rules.retry_rejected);
    BOOST_TEST(!made.fingerprint);
    const ledger_purpose usual = purpose_of(import_options("-"), input, profiles);
    BOOST_TEST(!usual.rules.verify);
    BOOST_TEST(!usual.rules.retry_rejected);
}

// Workers with other rows or tokens would send some rows twice and others never.
BOOST_AUTO_TEST_CASE(workers_differ_by_their_rows_and_by_the_tokens_that_rows_name)
{
    const auto fingerprint_of = [](const std::vector<std::size_t>& rows, const std::string& token_of_eu,
                                   const std::string& token_of_us) {
        ledger_input input;
        input.for_each_row = [&rows](const auto& take) {
            for (const std::size_t each : rows) {
                input_row made = scenario::row(each);
                made.profile = "eu";
                take(made);
            }
        };
        const std::vector<ledger_profile> profiles{{"eu", "https://x", secret(token_of_eu)},
                                                   {"us", "https://x", secret(token_of_us)}};
        return purpose_of(import_options("-"), input, profiles).fingerprint(ledger_salt{1});
    };
    const work_fingerprint one = fingerprint_of({0, 1}, "user:1-x", "user:2-y");
    BOOST_TEST((one == fingerprint_of({0, 1}, "user:1-x", "user:2-y")));
    BOOST_TEST((one == fingerprint_of({0, 1}, "user:1-x", "user:3-z")));
    BOOST_TEST((one.rows != fingerprint_of({1, 0}, "user:1-x", "user:2-y").rows));
    BOOST_TEST((one.rows != fingerprint_of({0}, "user:1-x", "user:2-y").rows));
    BOOST_TEST((one.tokens == fingerprint_of({1, 0}, "user:1-x", "user:2-y").tokens));
    BOOST_TEST((one.tokens != fingerprint_of({0, 1}, "user:3-z", "user:2-y").tokens));
}

// A user is told of a changed token only where rows are sent with it.
BOOST_AUTO_TEST_CASE(tokens_of_profiles_that_rows_name_are_marked)
{
    std::vector<ledger_profile> profiles{{"", "https://x", secret("user:1-x")},
                                         {"eu", "https://x", secret("user:2-y")}};
    profiles.front().is_named = false;
    const ledger_input input;
    const ledger_salt salt{1};
    const auto notes = purpose_of(import_options("-"), input, profiles).notes(salt);
    BOOST_TEST_REQUIRE(notes.size() == 1U);
    BOOST_TEST(notes.at(name_of_mark("eu")) == digest_key(secret("user:2-y"), salt).mark());
}

// The disk would slow down calls that are many, and a run that is killed would leave slow ones as sent.
BOOST_AUTO_TEST_CASE(rows_are_recorded_together_as_far_as_they_begin_within_a_second)
{
    const struct
    {
        std::size_t concurrency;
        double rate;
        std::size_t batch;
    } cases[] = {{4, 0, 4}, {4, 2.5, 3}, {4, 0.1, 1}, {4, 100, 4}, {5000, 0, 1000}, {1, 0, 1}};

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.concurrency << " at once, " << each.rate << " a second")
        {
            boost::asio::io_context context;
            const auto feed = make_ledger_feed(
                context, import_options("-").concurrency(each.concurrency).rate(each.rate),
                std::make_unique<scripted_store>(std::make_shared<scripted_store::shared_state>()),
                {{"", "https://x", secret("user:1-x")}},
                std::make_unique<lane_feed>(context, std::make_unique<repeatable_feed>(1, ""), 1),
                [](const std::string&) {}, [](const std::string&) {});
            BOOST_TEST(feed->batch() == each.batch);
        }
    }
}

BOOST_AUTO_TEST_CASE(shared_ledger_needs_an_input_that_can_be_read_twice)
{
    boost::asio::io_context context;
    const auto store = std::make_shared<scripted_store::shared_state>();
    store->is_shared = true;
    const auto pipe = std::make_shared<scripted_feed::shared_state>();
    BOOST_TEST(message_of_refusal([&] {
                   make_ledger_feed(
                       context, import_options("-"), std::make_unique<scripted_store>(store),
                       {{"", "https://x", secret("user:1-x")}},
                       std::make_unique<lane_feed>(context, std::make_unique<scripted_feed>(pipe), 1),
                       [](const std::string&) {}, [](const std::string&) {});
               }).find("an input that can be read twice") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
