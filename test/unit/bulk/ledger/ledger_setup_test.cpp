#include "bulk/ledger/ledger_setup.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using useapi::bulk::recorded_name_of;
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
    using namespace useapi;
    using namespace useapi::bulk;
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

BOOST_AUTO_TEST_SUITE_END()

} // namespace
