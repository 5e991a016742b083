#include "unit/temporary_folder.hpp"
#include "unit/testing/service_world.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace useapi;
using namespace useapi::testing;

std::string recorded(const std::string& request, const std::string& answer, int took_ms = 0)
{
    return R"({"request":{)" + request + R"(,"fields":{}},"answer":{)" + answer + R"(},"took_ms":)" +
           std::to_string(took_ms) + "}\n";
}

const std::string account_target = "/v1/runwayml/accounts/user@example.com";
const std::string registering = R"("method":"POST","target":")" + account_target + '"';
const std::string reading = R"("method":"GET","target":"/v1/runwayml/accounts/user%40example.com")";
const std::string listing = R"("method":"GET","target":"/v1/runwayml/accounts")";
const std::string created =
    R"("status":201,"fields":{"content-type":"application/json"},"body":{"email":"user@example.com","maxJobs":5})";
const std::string busy = R"("status":503,"fields":{"retry-after":"30"},"body":{"error":"busy"})";
const std::string nothing = R"("status":404,"fields":{},"body":"Configuration not found.")";

struct replay_world : service_world
{
    replay of(const std::string& lines) const { return replay(folder.file("recording", lines)); }

    test::temporary_folder folder;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(replay_of_a_recording, replay_world)

BOOST_AUTO_TEST_CASE(recorded_answers_are_given_in_the_time_that_they_took)
{
    const replay recording = of(recorded(registering, busy, 250) + recorded(registering, created, 4000) +
                                recorded(reading, created));
    memory_network network(context, clock, recording.far_end());
    const client client = network.make_client(options());
    BOOST_TEST(recording.left() == 3U);
    const auto registered = upsert(client);
    BOOST_REQUIRE(registered.has_value());
    BOOST_TEST(registered->max_jobs().value() == 5);
    BOOST_TEST((clock.elapsed() >= 34250ms));
    BOOST_TEST((clock.elapsed() < 60s));
    BOOST_TEST(recording.left() == 1U);
    BOOST_TEST(service_world::get(client, "user@example.com").has_value());
    BOOST_TEST(recording.left() == 0U);
}

BOOST_AUTO_TEST_CASE(requests_may_come_in_another_order)
{
    const replay recording = of(recorded(listing, nothing) + recorded(registering, created));
    memory_network network(context, clock, recording.far_end());
    const client client = network.make_client(options());
    BOOST_TEST(upsert(client).has_value());
    const auto listed = service_world::list(client);
    BOOST_REQUIRE(listed.has_value());
    BOOST_TEST(listed->empty());
    BOOST_TEST(recording.left() == 0U);
}

BOOST_AUTO_TEST_CASE(request_that_was_not_recorded_fails_with_its_name_and_the_next_one)
{
    const replay recording = of(recorded(registering, created) + recorded(listing, nothing));
    memory_network network(context, clock, recording.far_end());
    const client client = network.make_client(options());
    BOOST_TEST(upsert(client).has_value());
    const std::string file = folder.path("recording");
    const auto says = [&](std::string_view text) {
        return [&file, text](const std::runtime_error& problem) {
            return problem.what() == file + std::string(text);
        };
    };
    BOOST_CHECK_EXCEPTION(
        upsert(client), std::runtime_error,
        says(" has no answer left to POST /v1/runwayml/accounts/user@example.com; recorded next is "
             "GET /v1/runwayml/accounts (line 2)"));
    const replay used = of("");
    memory_network other(context, clock, used.far_end());
    BOOST_CHECK_EXCEPTION(
        upsert(other.make_client(options())), std::runtime_error,
        says(" has no answer left to POST /v1/runwayml/accounts/user@example.com; all that was "
             "recorded was answered"));
}

BOOST_AUTO_TEST_CASE(copies_share_what_was_given)
{
    const replay recording = of(recorded(registering, created));
    const replay copy = recording;
    memory_network network(context, clock, recording.far_end());
    BOOST_TEST(upsert(network.make_client(options())).has_value());
    BOOST_TEST(copy.left() == 0U);
}

BOOST_AUTO_TEST_CASE(file_that_is_no_recording_is_refused)
{
    BOOST_CHECK_THROW(replay(folder.path("missing")), std::runtime_error);
    BOOST_CHECK_THROW(of("{}\n"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
