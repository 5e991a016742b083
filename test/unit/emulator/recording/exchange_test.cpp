#include "emulator/recording/exchange.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

namespace {

using namespace useapi::emulator;

exchange with_bodies(const std::string& sent, const std::string& answered)
{
    exchange made;
    made.method = "POST";
    made.target = "/v1/runwayml/accounts/user-1@example.invalid";
    made.request_fields = {{"content-type", "application/json"}};
    made.request_body = sent;
    made.status = 201;
    made.answer_fields = {{"date", "Sun, 29 Nov 2026 10:54:00 GMT"}, {"content-type", "application/json"}};
    made.answer_body = answered;
    made.took = std::chrono::milliseconds(1250);
    return made;
}

std::string problem_of(const std::string& file)
{
    try {
        static_cast<void>(read_recording(file));
    } catch (const std::runtime_error& problem) {
        return problem.what();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(recorded_exchange)

BOOST_AUTO_TEST_CASE(line_holds_content_as_json)
{
    BOOST_TEST(line_of(with_bodies(R"({ "maxJobs": 5 })", "Not found")) ==
               R"({"request":{"method":"POST","target":"/v1/runwayml/accounts/user-1@example.invalid",)"
               R"("fields":{"content-type":"application/json"},"body":{"maxJobs":5}},)"
               R"("answer":{"status":201,"fields":{"date":"Sun, 29 Nov 2026 10:54:00 GMT",)"
               R"("content-type":"application/json"},"body":"Not found"},"took_ms":1250})"
               "\n");
}

BOOST_AUTO_TEST_CASE(line_is_read_as_it_was)
{
    for (const std::string body : {"", "[]", R"({"a":[1,"b"]})", "text", "\"text\"", "7", "a\nb\xC3\xBC"}) {
        BOOST_TEST_CONTEXT(body)
        {
            const exchange written = with_bodies(body, body);
            const exchange read = read_line(line_of(written));
            BOOST_TEST(read.method == written.method);
            BOOST_TEST(read.target == written.target);
            BOOST_TEST((read.request_fields == written.request_fields));
            BOOST_TEST(read.request_body == body);
            BOOST_TEST(read.status == 201U);
            BOOST_TEST((read.answer_fields == written.answer_fields));
            BOOST_TEST(read.answer_body == body);
            BOOST_TEST((read.took == written.took));
        }
    }
}

BOOST_AUTO_TEST_CASE(file_that_is_no_recording_is_refused_with_its_line)
{
    const useapi::test::temporary_folder folder;
    const std::string good = line_of(with_bodies("{}", "{}"));
    BOOST_TEST(read_recording(folder.file("good", good + good)).size() == 2U);
    BOOST_TEST(read_recording(folder.file("empty", "")).empty());
    std::string other_status = good;
    other_status.replace(other_status.find("201"), 3, "101");
    for (const std::string& bad :
         {std::string("\n"), std::string("{}\n"), good.substr(0, good.size() / 2), other_status}) {
        const std::string file = folder.file("bad", good + bad);
        BOOST_TEST(problem_of(file) == file + ": line 2 is no line of a recording");
    }
    BOOST_TEST(problem_of(folder.path("missing")).find("No such file") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
