#include "cli/record/recorder.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(recorders)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
namespace fs = std::filesystem;

constexpr std::string_view used_token = "user:1234-kept-to-ourselves";

emulator::exchange seen(const std::string& account, unsigned status, const std::string& body)
{
    emulator::exchange made;
    made.method = "GET";
    made.target = "/v1/runwayml/accounts/" + account;
    made.request_fields = {{"Authorization", "Bearer " + std::string(used_token)}};
    made.status = status;
    made.answer_fields = {{"content-type", "application/json"}};
    made.answer_body = body;
    return made;
}

record_arguments writing(const std::string& file)
{
    record_arguments given;
    given.file = file;
    return given;
}

record_arguments comparing(const std::string& file)
{
    record_arguments given = writing(file);
    given.compares = true;
    return given;
}

/** The texts of a recorder that takes these exchanges, which end it with this code. */
printed told_of(const record_arguments& given, const std::vector<emulator::exchange>& all, exit_code expected,
                const console_settings& settings = {})
{
    return printed_by(settings, [&](console& out) {
        recorder taker(given, out);
        for (const emulator::exchange& each : all)
            BOOST_TEST(taker.take(each));
        BOOST_TEST((taker.conclude() == expected));
    });
}

BOOST_AUTO_TEST_CASE(recording_holds_answers_and_no_secret_and_only_its_owner_reads_it)
{
    const temporary_folder folder;
    const std::string file = folder.path("r.ndjson");
    const printed shown =
        told_of(writing(file),
                {seen("a@example.com", 200, R"({"email":"a@example.com","password":"hunter22"})"),
                 seen("b@example.com", 404, R"({"error":"none"})")},
                exit_code::done);
    BOOST_TEST(shown.out == "2 answers recorded in " + file + '\n');
    const auto written = emulator::read_recording(file);
    BOOST_REQUIRE(written.size() == 2U);
    BOOST_TEST(written[0].target == "/v1/runwayml/accounts/user-1@example.invalid");
    BOOST_TEST(written[1].target == "/v1/runwayml/accounts/user-2@example.invalid");
    BOOST_TEST(written[1].status == 404U);
    for (const emulator::exchange& each : written)
        for (const std::string_view hidden :
             {std::string_view("hunter22"), used_token, std::string_view("a@example.com")})
            BOOST_TEST(emulator::line_of(each).find(hidden) == std::string::npos, hidden);
    BOOST_TEST((fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(recording_that_is_there_is_kept)
{
    const temporary_folder folder;
    const std::string file = folder.file("r.ndjson", "kept");
    (void)printed_by([&](console& out) {
        BOOST_CHECK_EXCEPTION(recorder(writing(file), out), usage_error, [&](const usage_error& refused) {
            return std::string(refused.what()) == file + " exists already: remove it, or name a new file";
        });
    });
    BOOST_TEST(fs::file_size(file) == 4U);
}

BOOST_AUTO_TEST_CASE(comparison_with_a_file_that_is_no_recording_is_refused)
{
    const temporary_folder folder;
    for (const std::string& file : {folder.path("missing"), folder.file("text", "not a recording\n")})
        (void)printed_by([&](console& out) {
            BOOST_CHECK_EXCEPTION(recorder(comparing(file), out), usage_error,
                                  [&](const usage_error& refused) {
                                      return std::string(refused.what()).find(file) != std::string::npos;
                                  });
        });
    BOOST_TEST(!fs::exists(folder.path("missing")));
}

BOOST_AUTO_TEST_CASE(comparison_tells_differences_and_ends_with_1_only_for_them)
{
    const temporary_folder folder;
    const std::string file = folder.path("r.ndjson");
    const emulator::exchange recorded = seen("a@example.com", 200, R"({"maxJobs":5})");
    (void)told_of(writing(file), {recorded}, exit_code::done);

    // Another account's answer with other values is as recorded.
    const printed same =
        told_of(comparing(file), {seen("z@example.com", 200, R"({"maxJobs":3})")}, exit_code::done);
    BOOST_TEST(same.out == "1 answer compared: 1 as recorded, 0 different, 0 not in the recording\n");

    emulator::exchange elsewhere = recorded;
    elsewhere.target = "/v1/runwayml/jobs";
    const printed unknown = told_of(comparing(file), {elsewhere}, exit_code::done);
    BOOST_TEST(unknown.out == "GET /v1/runwayml/jobs is not in the recording\n"
                              "1 answer compared: 0 as recorded, 0 different, 1 not in the recording\n");

    const printed other =
        told_of(comparing(file), {recorded, seen("a@example.com", 201, R"({"maxJobs":"5"})"), elsewhere},
                exit_code::failed);
    BOOST_TEST(other.out == "GET /v1/runwayml/accounts/user-N@example.invalid  status: 200 -> 201\n"
                            "GET /v1/runwayml/accounts/user-N@example.invalid  maxJobs: number -> string\n"
                            "GET /v1/runwayml/jobs is not in the recording\n"
                            "3 answers compared: 1 as recorded, 1 different, 1 not in the recording\n");
}

BOOST_AUTO_TEST_CASE(comparison_as_json_is_a_line_for_each_difference_and_nothing_else)
{
    const temporary_folder folder;
    const std::string file = folder.path("r.ndjson");
    const emulator::exchange recorded = seen("a@example.com", 200, R"({"maxJobs":5})");
    (void)told_of(writing(file), {recorded}, exit_code::done);
    emulator::exchange elsewhere = recorded;
    elsewhere.target = "/v1/runwayml/jobs";
    const printed shown =
        told_of(comparing(file), {recorded, seen("a@example.com", 500, R"({"maxJobs":5})"), elsewhere},
                exit_code::failed, as_json());
    BOOST_TEST(shown.out ==
               R"({"request":"GET /v1/runwayml/accounts/user-N@example.invalid","recorded":true,)"
               R"("differences":["status: 200 -> 500"]})"
               "\n"
               R"({"request":"GET /v1/runwayml/jobs","recorded":false,"differences":[]})"
               "\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
