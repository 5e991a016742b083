#ifndef USEAPI_SRC_EMULATOR_OPTIONS_HPP
#define USEAPI_SRC_EMULATOR_OPTIONS_HPP

#include "emulator/faults/fault.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::emulator {

enum class tls_version
{
    tls_1_2,
    tls_1_3
};

/** How an account shows its workspace. The form that the service uses is not documented. */
enum class workspace_form
{
    object,   ///< `"workspace": {"id", "name", "plan"}`, the workspace that was found
    text,     ///< `"useWorkspace": "ID"` of the workspace that was found
    number,   ///< the same as a number
    requested ///< `"useWorkspace"` as it was sent
};

/** The answer for a token without accounts. */
enum class empty_list
{
    prose,   ///< 404 and a sentence
    nothing, ///< 404 with no body
    object   ///< 200 and `{}`
};

/** The options of the emulator, with the faults that it makes on purpose.
    @par Thread safety  distinct objects: safe; shared object: safe while it is not changed
*/
class options
{
public:
    options();

    /// Port on 127.0.0.1; 0 (default) lets the system choose.
    options& port(std::uint16_t value);
    /// Folder for `ca.pem`, `server.pem` and `server.key`, made if it does not exist. The three files are
    /// used again if they are still valid. Empty (default): a new temporary folder, which is removed with the
    /// server.
    options& tls_dir(std::filesystem::path value);
    /// Decides, with the email and the request's number, which requests a `rate` hits. Default 0.
    options& seed(std::uint64_t value);
    /// Adds a fault. The first fault given that hits a request strikes; delays add up.
    options& add_fault(fault value);
    /// Adds a fault from its text. @throws std::invalid_argument with the column if the text is wrong
    options& add_fault(std::string_view spec);
    /// The most accounts that a token may hold; a further one is answered 402. 0 (default): no limit.
    options& account_limit(std::size_t value);
    /// How long the login of a POST takes. Default 0.
    options& login_delay(std::chrono::milliseconds value);
    /// Adds an API token to accept. Default: every token of the form `user:1234-abcdefgh` is accepted.
    options& accept_token(std::string value);
    /// A POST with this password is refused as a wrong one. Default "wrong-password"; empty: no password is.
    options& wrong_password(std::string value);
    /// A POST with this password is refused as a suspended account. Default "suspended-account"; empty: no
    /// password is.
    options& suspended_password(std::string value);
    /// A POST with this password registers an account in an error state: this answer and every later one
    /// about the account hold `error`. Default "dead-account"; empty: no password does.
    options& dead_password(std::string value);
    /// Default: object.
    options& workspace(workspace_form value);
    /// Default: prose.
    options& no_accounts(empty_list value);
    /// A connection without a request for this long is closed. Default 60 s; 0: never.
    options& idle_timeout(std::chrono::milliseconds value);
    /// Whether answers carry `Keep-Alive: timeout=` with the idle time-out in whole seconds. Default no.
    options& announce_idle_timeout(bool value);
    /// The highest TLS version spoken. Default 1.3; 1.2 is always spoken.
    options& max_tls_version(tls_version value);
    /// For tests of the client: a certificate only for this host name, in place of localhost and its
    /// addresses.
    options& certificate_host(std::string value);
    /// For tests of the client: a certificate that expired yesterday.
    options& expired_certificate(bool value);
    /// For tests of the client: a certificate with a common name and no subject alternative name.
    options& certificate_without_san(bool value);
    /// For tests of the client: a certificate that is in the authority's revocation list. The list `crl.pem`
    /// beside `ca.pem` always exists.
    options& revoked_certificate(bool value);
    /// Whether to serve only clients that show a certificate of the authority. `client.pem` and `client.key`
    /// beside `ca.pem` are such a certificate and its key. Default no.
    options& require_client_certificate(bool value);
    /// How far the `Date` of answers is ahead of the clock; negative: behind it. Default 0.
    options& date_offset(std::chrono::seconds value);
    /// Whether `run_command()` prints a line for each request. Default no.
    options& verbose(bool value);
    /// A function that is called with a line for each request (method, path, status, fault, milliseconds;
    /// never a secret). The threads that run the server call it, one call at a time. Must not throw. Default:
    /// none.
    options& log(std::function<void(std::string_view)> value);

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    [[nodiscard]] const std::filesystem::path& tls_dir() const noexcept { return tls_dir_; }

    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }

    [[nodiscard]] const std::vector<fault>& faults() const noexcept { return faults_; }

    [[nodiscard]] std::size_t account_limit() const noexcept { return account_limit_; }

    [[nodiscard]] std::chrono::milliseconds login_delay() const noexcept { return login_delay_; }

    [[nodiscard]] const std::vector<std::string>& accepted_tokens() const noexcept { return tokens_; }

    [[nodiscard]] const std::string& wrong_password() const noexcept { return wrong_password_; }

    [[nodiscard]] const std::string& suspended_password() const noexcept { return suspended_password_; }

    [[nodiscard]] const std::string& dead_password() const noexcept { return dead_password_; }

    [[nodiscard]] workspace_form workspace() const noexcept { return workspace_; }

    [[nodiscard]] empty_list no_accounts() const noexcept { return no_accounts_; }

    [[nodiscard]] std::chrono::milliseconds idle_timeout() const noexcept { return idle_timeout_; }

    [[nodiscard]] bool announce_idle_timeout() const noexcept { return announce_idle_timeout_; }

    [[nodiscard]] tls_version max_tls_version() const noexcept { return max_tls_version_; }

    [[nodiscard]] const std::string& certificate_host() const noexcept { return certificate_host_; }

    [[nodiscard]] bool expired_certificate() const noexcept { return expired_certificate_; }

    [[nodiscard]] bool certificate_without_san() const noexcept { return certificate_without_san_; }

    [[nodiscard]] bool revoked_certificate() const noexcept { return revoked_certificate_; }

    [[nodiscard]] bool require_client_certificate() const noexcept { return require_client_certificate_; }

    [[nodiscard]] std::chrono::seconds date_offset() const noexcept { return date_offset_; }

    [[nodiscard]] bool verbose() const noexcept { return verbose_; }

    [[nodiscard]] const std::function<void(std::string_view)>& log() const noexcept { return log_; }

private:
    std::uint16_t port_ = 0;
    bool announce_idle_timeout_ = false;
    bool expired_certificate_ = false;
    bool certificate_without_san_ = false;
    bool revoked_certificate_ = false;
    bool require_client_certificate_ = false;
    std::chrono::seconds date_offset_{0};
    bool verbose_ = false;
    tls_version max_tls_version_ = tls_version::tls_1_3;
    std::uint64_t seed_ = 0;
    std::size_t account_limit_ = 0;
    std::chrono::milliseconds login_delay_{0};
    std::chrono::milliseconds idle_timeout_{60'000};
    std::filesystem::path tls_dir_;
    std::vector<fault> faults_;
    std::vector<std::string> tokens_;
    std::string wrong_password_{"wrong-password"};
    std::string suspended_password_{"suspended-account"};
    std::string dead_password_{"dead-account"};
    workspace_form workspace_ = workspace_form::object;
    empty_list no_accounts_ = empty_list::prose;
    std::string certificate_host_;
    std::function<void(std::string_view)> log_;
};

} // namespace useapi::emulator

#endif
