#ifndef USEAPI_TEST_UNIT_EMULATOR_SERVER_LOOPBACK_CLIENT_HPP
#define USEAPI_TEST_UNIT_EMULATOR_SERVER_LOOPBACK_CLIENT_HPP

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace useapi::emulator::test {

/** A blocking TLS connection. It sends the bytes of a test as they are, and returns what it reads. */
class loopback_client
{
public:
    /// Connects, and verifies the certificate for `host`. @throws boost::system::system_error if either fails
    loopback_client(std::uint16_t port, const std::filesystem::path& ca_file,
                    const std::string& host = "127.0.0.1");
    loopback_client(loopback_client&&) noexcept;
    ~loopback_client();

    void send(const std::string& bytes);
    /// The next answer, header and body; cut short if the connection ended, which `end()` then tells.
    std::string read_answer();
    /// Waits for the end of the connection: "close_notify", "truncated", "reset", or "data" if something came
    /// instead.
    std::string end();
    [[nodiscard]] std::string tls_version() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

/// A request about an account, with a token that is accepted.
[[nodiscard]] std::string get_account(const std::string& email);
[[nodiscard]] std::string post_account(const std::string& email, const std::string& password = "p");

} // namespace useapi::emulator::test

#endif
