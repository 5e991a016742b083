#ifndef USEAPI_TEST_INTEGRATION_PEER_FRONTED_SERVICE_HPP
#define USEAPI_TEST_INTEGRATION_PEER_FRONTED_SERVICE_HPP

#include "integration/client/loopback.hpp"
#include "integration/peer/peer_process.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace useapi::testing {

/** Whether a program is installed. If peers are required, a missing one fails the test: a test that is
    silently skipped proves nothing. */
inline boost::test_tools::assertion_result has_program(const std::string& name)
{
    if (!find_program(name).empty())
        return true;
    if (std::getenv("USEAPI_REQUIRE_PEERS"))
        throw std::runtime_error(name + " is not installed, and USEAPI_REQUIRE_PEERS says that it has to be");
    boost::test_tools::assertion_result missing(false);
    missing.message() << name << " is not installed: apt-get install " << name;
    return missing;
}

/** The emulator behind a server that speaks TLS with its certificate. */
struct fronted_service
{
    emulator::background_server service{emulator::options()};
    const std::uint16_t port = free_port();
    const scratch_folder folder;

    std::string certificate() const { return (service.ca_file().parent_path() / "server.pem").string(); }

    std::string key() const { return (service.ca_file().parent_path() / "server.key").string(); }

    /** A client of the server in front, patient enough for it to start. */
    client_options options() const
    {
        client_options chosen = options_for(service);
        chosen.base_url("https://127.0.0.1:" + std::to_string(port) + "/v1/runwayml");
        chosen.proxy(http::proxy_options::none());
        chosen.retry(retry_options()
                         .base_delay(5ms)
                         .max_delay(100ms)
                         .busy_base_delay(20ms)
                         .max_attempts(100)
                         .max_resends_after_unknown(100)
                         .budget_floor(100'000));
        return chosen;
    }
};

} // namespace useapi::testing

#endif
