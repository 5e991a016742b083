#include "emulator/command.hpp"
#include "emulator/server/background_server.hpp"
#include "emulator/server/tls_files.hpp"
#include "unit/emulator/server/loopback_client.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <future>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

using namespace useapi::emulator;
using useapi::emulator::test::get_account;
using useapi::emulator::test::loopback_client;

BOOST_AUTO_TEST_SUITE(command)

BOOST_AUTO_TEST_CASE(run_command_serves_until_a_signal)
{
    const tls_files area("", certificate_wish());
    const auto port_file = area.folder() / "port";
    std::ostringstream out;
    std::ostringstream err;
    auto running = std::async(std::launch::async, [&] {
        return run_command(options().tls_dir(area.folder()).verbose(true).add_fault("stall,nth=2"), port_file,
                           out, err);
    });
    std::string port;
    while (!std::getline(std::ifstream(port_file), port))
        std::this_thread::yield();

    loopback_client client(static_cast<std::uint16_t>(std::stoul(port)), area.ca_file());
    client.send(get_account("a@b.c"));
    BOOST_TEST(client.read_answer().starts_with("HTTP/1.1 404"));
    // A request that is never answered must not hold up the end.
    client.send(get_account("a@b.c"));
    ::kill(::getpid(), SIGTERM);
    BOOST_TEST(running.get() == 0);
    BOOST_TEST(err.str() == "");
    const auto start = "base URL https://127.0.0.1:" + port + "/v1/runwayml\nCA file  " +
                       area.ca_file().string() + "\nGET /v1/runwayml/accounts/a@b.c 404 ";
    BOOST_TEST(out.str().starts_with(start));
}

BOOST_AUTO_TEST_CASE(run_command_cannot_start_one_line_and_2)
{
    const background_server other{options()};
    const tls_files area("", certificate_wish());

    struct
    {
        const char* name;
        options settings;
        std::filesystem::path port_file;
        std::string says;
    } const cases[] = {
        {"port taken", options().port(other.port()), "",
         "cannot listen on 127.0.0.1:" + std::to_string(other.port()) + ": Address already in use"},
        {"no folder", options().tls_dir(area.ca_file()), "",
         "cannot use the folder " + area.ca_file().string() + ": it is not a folder"},
        {"no place for the port", options(), area.folder() / "none" / "port",
         "cannot write " + (area.folder() / "none" / "port").string() + ": No such file or directory"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            std::ostringstream out;
            std::ostringstream err;
            BOOST_TEST(run_command(c.settings, c.port_file, out, err) == 2);
            BOOST_TEST(err.str() == "useapi emulator: " + c.says + "\n");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
