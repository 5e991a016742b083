#include "integration/cli/service_run.hpp"

#include "unit/jwt_beginning.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace useapi::test {
namespace {

command_line emulator_command(const temporary_folder& folder, std::vector<std::string> options)
{
    std::vector<std::string> words{"emulator",         "--verbose",   "--tls-dir",
                                   folder.path("tls"), "--port-file", folder.path("port")};
    words.insert(words.end(), options.begin(), options.end());
    return command_line(std::move(words));
}

std::string line_behind(std::string_view text, std::string_view beginning)
{
    const std::size_t begin = text.find(beginning) + beginning.size();
    return std::string(text.substr(begin, text.find('\n', begin) - begin));
}

} // namespace

service_run::service_run(std::vector<std::string> options)
    : emulator_(emulator_command(folder_, std::move(options)))
{
    base_url_ = line_behind(emulator_.wait_for("ca.pem\n"), "base URL ");
}

command_line service_run::command(std::vector<std::string> words) const
{
    // In front, so that a later option of the same name takes precedence.
    words.insert(words.begin(), {"--ca-file", ca_file()});
    return command_line(std::move(words))
        .variable("USEAPI_TOKEN", std::string(api_token))
        .variable("USEAPI_ACCOUNT_PASSWORD", std::string(account_password))
        .variable("USEAPI_BASE_URL", base_url_);
}

std::string service_run::initials() const
{
    const finished listed = run_discreetly(command({"accounts", "list", "--output", "json"}));
    std::string found;
    const boost::json::value said = boost::json::parse(listed.out);
    for (const boost::json::value& each : said.at("accounts").as_array())
        found += each.at("email").as_string().subview(0, 1);
    return found;
}

std::size_t service_run::stop_and_count(const std::vector<std::string>& methods)
{
    emulator_.signal(SIGTERM);
    std::istringstream lines(emulator_.wait_for_end().out);
    std::ptrdiff_t count = 0;
    for (std::string line; std::getline(lines, line);)
        count += std::count(methods.begin(), methods.end(), line.substr(0, line.find(' ')));
    return static_cast<std::size_t>(count);
}

finished run_discreetly(const command_line& line)
{
    finished ended = run(line);
    BOOST_TEST(!holds_secret(ended.everything()), ended.everything());
    return ended;
}

bool holds_secret(std::string_view text)
{
    for (const std::string_view secret : {api_token, account_password, jwt_beginning}) {
        if (text.find(secret) != std::string_view::npos)
            return true;
    }
    return false;
}

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace useapi::test
