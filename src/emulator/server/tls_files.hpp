#ifndef USEAPI_SRC_EMULATOR_SERVER_TLS_FILES_HPP
#define USEAPI_SRC_EMULATOR_SERVER_TLS_FILES_HPP

#include "emulator/options.hpp"
#include "emulator/server/certificate.hpp"

#include <filesystem>

namespace useapi::emulator {

/// The certificate that the options ask for.
[[nodiscard]] certificate_wish wished_certificate(const options& settings);

/** The folder with the authority, the server certificate and its key, a client's, and the revocation list. A
    folder that it made because none was given is removed with it; a given folder stays.
*/
class tls_files
{
public:
    /** @param folder  made if it does not exist; its files are used again if they are still valid; empty: a
                       new folder
        @throws std::runtime_error  if the folder cannot be written, or holds a `ca.pem` that is not the
                                    emulator's
    */
    tls_files(std::filesystem::path folder, const certificate_wish& wish);
    tls_files(const tls_files&) = delete;
    tls_files& operator=(const tls_files&) = delete;
    ~tls_files();

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

    [[nodiscard]] std::filesystem::path ca_file() const { return folder_ / "ca.pem"; }

    [[nodiscard]] std::filesystem::path certificate_file() const { return folder_ / "server.pem"; }

    [[nodiscard]] std::filesystem::path key_file() const { return folder_ / "server.key"; }

    [[nodiscard]] std::filesystem::path client_certificate_file() const { return folder_ / "client.pem"; }

    [[nodiscard]] std::filesystem::path client_key_file() const { return folder_ / "client.key"; }

    [[nodiscard]] std::filesystem::path revocation_list_file() const { return folder_ / "crl.pem"; }

private:
    void fill(const certificate_wish& wish) const;

    std::filesystem::path folder_;
    bool temporary_ = false;
};

} // namespace useapi::emulator

#endif
