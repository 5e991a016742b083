#ifndef USEAPI_HTTP_TLS_OPTIONS_HPP
#define USEAPI_HTTP_TLS_OPTIONS_HPP

#include <useapi/secret.hpp>

#include <string>
#include <utility>

namespace useapi::http {

enum class tls_version
{
    tls_1_2,
    tls_1_3
};

/** How TLS connections are made: whom to trust, and how to prove who we are. The peer's certificate *and* its
    host name are always verified; nothing here turns that off. Setters chain.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class tls_options
{
public:
    /** A PEM file of the certificates to trust *instead of* the system's: of authorities, intermediate ones
        too, or the server's own. If this and `ca_pem` are empty (default), the system's are trusted. */
    tls_options& ca_file(std::string value) &
    {
        ca_file_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    tls_options ca_file(std::string value) && { return std::move(ca_file(std::move(value))); }

    /** The same from memory. If `ca_file` is set as well, the certificates of both are trusted. */
    tls_options& ca_pem(std::string value) &
    {
        ca_pem_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    tls_options ca_pem(std::string value) && { return std::move(ca_pem(std::move(value))); }

    /** PEM files of a certificate chain, the client's own first, and of its private key, shown to a server
        that asks for one. */
    tls_options& client_certificate_file(std::string chain, std::string key) &
    {
        certificate_file_ = std::move(chain);
        key_file_ = std::move(key);
        return *this;
    }

    /** The same for a temporary. */
    tls_options client_certificate_file(std::string chain, std::string key) &&
    {
        return std::move(client_certificate_file(std::move(chain), std::move(key)));
    }

    /** The same from memory. */
    tls_options& client_certificate_pem(std::string chain, secret key) &
    {
        certificate_pem_ = std::move(chain);
        key_pem_ = std::move(key);
        return *this;
    }

    /** The same for a temporary. */
    tls_options client_certificate_pem(std::string chain, secret key) &&
    {
        return std::move(client_certificate_pem(std::move(chain), std::move(key)));
    }

    /** The passphrase of the client's private key, if the key is encrypted, in a file or in memory. Default:
        none, so an encrypted key is refused. */
    tls_options& client_key_passphrase(secret value) &
    {
        key_passphrase_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    tls_options client_key_passphrase(secret value) &&
    {
        return std::move(client_key_passphrase(std::move(value)));
    }

    /** A PKCS#12 file (`.p12`, `.pfx`) of the client's certificate, its private key, and further certificates
        of the chain, in place of PEM files.

        @param file        the name of the file.
        @param passphrase  the passphrase of the file, which `key_passphrase` returns. Empty: none.
        @see RFC 7292 */
    tls_options& client_pkcs12_file(std::string file, secret passphrase) &
    {
        pkcs12_file_ = std::move(file);
        key_passphrase_ = std::move(passphrase);
        return *this;
    }

    /** The same for a temporary. */
    tls_options client_pkcs12_file(std::string file, secret passphrase) &&
    {
        return std::move(client_pkcs12_file(std::move(file), std::move(passphrase)));
    }

    /** A PEM file of revocation lists. With it a chain is refused if the issuer of one of its certificates
        has no current list, or if it does not end at a self-signed certificate. Empty (default): no check. */
    tls_options& crl_file(std::string value) &
    {
        crl_file_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    tls_options crl_file(std::string value) && { return std::move(crl_file(std::move(value))); }

    /** The oldest TLS version that is allowed. Default TLS 1.2. @see RFC 8996, which ended older versions */
    tls_options& minimum_version(tls_version value) & noexcept
    {
        minimum_version_ = value;
        return *this;
    }

    /** The same for a temporary. */
    tls_options minimum_version(tls_version value) && noexcept { return std::move(minimum_version(value)); }

    /** Whether sessions are resumed, which saves a new connection most of its handshake's computation. A
        server that refused a session is not offered another one. Default yes. @see RFC 8446 section 2.2 */
    tls_options& resume_sessions(bool value) & noexcept
    {
        resume_sessions_ = value;
        return *this;
    }

    /** The same for a temporary. */
    tls_options resume_sessions(bool value) && noexcept { return std::move(resume_sessions(value)); }

    /** A file to append each connection's secrets to, so that a captured conversation can be read with tools
        such as Wireshark: for debugging only, since the file reveals the API token. Made with mode
        0600. Empty (default): none. The environment's `SSLKEYLOGFILE` is not looked at. */
    tls_options& key_log_file(std::string value) &
    {
        key_log_file_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    tls_options key_log_file(std::string value) && { return std::move(key_log_file(std::move(value))); }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& ca_file() const noexcept { return ca_file_; }

    const std::string& ca_pem() const noexcept { return ca_pem_; }

    const std::string& certificate_file() const noexcept { return certificate_file_; }

    const std::string& key_file() const noexcept { return key_file_; }

    const std::string& certificate_pem() const noexcept { return certificate_pem_; }

    const secret& key_pem() const noexcept { return key_pem_; }

    ///@}

    /** What `client_key_passphrase` or `client_pkcs12_file` was set to, or its default. */
    const secret& key_passphrase() const noexcept { return key_passphrase_; }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& pkcs12_file() const noexcept { return pkcs12_file_; }

    const std::string& crl_file() const noexcept { return crl_file_; }

    tls_version minimum_version() const noexcept { return minimum_version_; }

    bool resume_sessions() const noexcept { return resume_sessions_; }

    const std::string& key_log_file() const noexcept { return key_log_file_; }

    ///@}

    /** Whether all options are equal. Files are compared by their names. */
    friend bool operator==(const tls_options& left, const tls_options& right) = default;

private:
    std::string ca_file_;
    std::string ca_pem_;
    std::string certificate_file_;
    std::string key_file_;
    std::string certificate_pem_;
    secret key_pem_;
    secret key_passphrase_;
    std::string pkcs12_file_;
    std::string crl_file_;
    std::string key_log_file_;
    tls_version minimum_version_ = tls_version::tls_1_2;
    bool resume_sessions_ = true;
};

} // namespace useapi::http

#endif
