#include "cli/secrets/password.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(passwords)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::secret;

struct found_in_file
{
    std::string_view content;
    std::string_view password;
    bool is_warned_about;
};

BOOST_AUTO_TEST_CASE(file_goes_before_the_environment_and_keeps_blanks)
{
    const temporary_folder folder;
    const std::vector<found_in_file> cases{{"hunter22\n", "hunter22", false},
                                           {"hunter22\r\nmore\n", "hunter22", false},
                                           {" two words \n", " two words ", false},
                                           {"\"quoted\"\n", "quoted", true},
                                           {"export USEAPI_ACCOUNT_PASSWORD='hunter22'\n", "hunter22", true}};
    for (const found_in_file& each : cases) {
        const std::string path = folder.file("pw", each.content);
        const printed shown = printed_by([&](console& out) {
            BOOST_TEST(find_password("a@example.com", path, secret("other"), out).reveal() == each.password);
        });
        BOOST_TEST(shown.err.empty() != each.is_warned_about, shown.err);
        BOOST_TEST(shown.err.find(each.password) == std::string::npos, shown.err);
    }
}

BOOST_AUTO_TEST_CASE(environment_is_used_without_a_file)
{
    (void)printed_by([](console& out) {
        BOOST_TEST(find_password("a@example.com", "", secret("hunter22"), out).reveal() == "hunter22");
    });
}

BOOST_AUTO_TEST_CASE(file_without_a_password_is_an_error)
{
    const temporary_folder folder;
    for (const std::string_view content : {"", "\nhunter22\n", "''\n", "USEAPI_ACCOUNT_PASSWORD=\n"}) {
        const std::string path = folder.file("pw", content);
        (void)printed_by([&](console& out) {
            BOOST_CHECK_EXCEPTION((void)find_password("a@example.com", path, secret("other"), out),
                                  usage_error, [&](const usage_error& refused) {
                                      return std::string_view(refused.what()).find(path) != std::string::npos;
                                  });
        });
    }
}

BOOST_AUTO_TEST_CASE(file_that_others_can_read_is_warned_about)
{
    const temporary_folder folder;
    const std::string path = folder.file("pw", "hunter22\n");
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    const printed shown =
        printed_by([&](console& out) { (void)find_password("a@example.com", path, {}, out); });
    BOOST_TEST(shown.err.starts_with("useapi: warning: "), shown.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
