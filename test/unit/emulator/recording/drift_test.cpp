#include "emulator/recording/drift.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::emulator;

exchange answered(unsigned status, const std::string& body,
                  const std::string& account = "user-1@example.invalid")
{
    exchange made;
    made.method = "GET";
    made.target = "/v1/runwayml/accounts/" + account;
    made.status = status;
    made.answer_fields = {{"content-type", "application/json"}};
    made.answer_body = body;
    return made;
}

using lines = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(drift)

BOOST_AUTO_TEST_CASE(endpoint_is_the_same_for_every_account)
{
    BOOST_TEST(endpoint_of(answered(200, "")) == "GET /v1/runwayml/accounts/user-N@example.invalid");
    BOOST_TEST(endpoint_of(answered(200, "", "US%3Auser-12%40example.invalid")) ==
               "GET /v1/runwayml/accounts/US%3Auser-N%40example.invalid");
    BOOST_TEST(endpoint_of(answered(200, "", "text-7")) == "GET /v1/runwayml/accounts/text-N");
}

BOOST_AUTO_TEST_CASE(differences_are_of_status_fields_and_shape_and_not_of_values)
{
    const exchange before =
        answered(200, R"({"email":"a","maxJobs":5,"jwt":{"exp":1,"id":"x"},"teams":[{"id":1}]})");
    BOOST_TEST(
        differences(
            before,
            answered(200,
                     R"({"maxJobs":1,"email":"b","jwt":{"id":"","exp":2.5},"teams":[{"id":2},{"id":3}]})"))
            .empty());
    exchange now = answered(
        201, R"({"email":"a","maxJobs":"5","jwt":{"exp":1,"until":null},"teams":[{"id":1},{"id":"1"}]})");
    now.answer_fields = {{"content-type", "text/plain"}, {"retry-after", "1"}};
    BOOST_TEST(
        differences(before, now) ==
            (lines{"status: 200 -> 201", "field content-type: application/json -> text/plain",
                   "field retry-after is new: a value", "jwt.id is gone: string", "maxJobs: number -> string",
                   "teams[].id: number -> number or string", "jwt.until is new: null"}),
        boost::test_tools::per_element());
    BOOST_TEST(differences(before, answered(200, "Not found")) ==
                   (lines{"the content: object -> text", "email is gone: string", "jwt is gone: object",
                          "jwt.exp is gone: number", "jwt.id is gone: string", "maxJobs is gone: number",
                          "teams is gone: list", "teams[] is gone: object", "teams[].id is gone: number"}),
               boost::test_tools::per_element());
    BOOST_TEST(differences(answered(204, ""), answered(204, "{}")) ==
                   (lines{"the content: nothing -> object"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_by_accounts_are_one_member)
{
    const exchange before = answered(200, R"({"user-1@example.invalid":{"a":1}})");
    BOOST_TEST(
        differences(before,
                    answered(200, R"({"user-2@example.invalid":{"a":1},"user-3@example.invalid":{"a":2}})"))
            .empty());
    BOOST_TEST(differences(before, answered(200, R"({"user-2@example.invalid":{"a":""}})")) ==
                   (lines{"user-N@example.invalid.a: number -> string"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(answer_is_as_recorded_if_any_of_its_endpoint_was_like_it)
{
    const std::vector<exchange> recording{answered(401, R"({"error":"a"})"), answered(200, R"({"a":1})"),
                                          answered(200, R"({"a":1,"b":2})")};
    for (const exchange& each : recording)
        BOOST_TEST(compare(recording, each).differences.empty());
    const comparison other = compare(recording, answered(200, R"({"a":""})", "user-9@example.invalid"));
    BOOST_TEST(other.is_recorded);
    BOOST_TEST(other.differences == (lines{"a: number -> string"}), boost::test_tools::per_element());
    BOOST_TEST(compare(recording, answered(500, R"({"error":"a"})")).differences ==
                   (lines{"status: 401 -> 500"}),
               boost::test_tools::per_element());
    BOOST_TEST(!compare(recording, answered(200, "{}", "text-1/x")).is_recorded);
}

BOOST_AUTO_TEST_SUITE_END()
