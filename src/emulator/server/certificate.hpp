#ifndef USEAPI_SRC_EMULATOR_SERVER_CERTIFICATE_HPP
#define USEAPI_SRC_EMULATOR_SERVER_CERTIFICATE_HPP

#include <string>

namespace useapi::emulator {

/** The content of a server certificate, right or wrong. */
class certificate_wish
{
public:
    certificate_wish();

    /// Issued only for this host name; empty (default): for localhost, 127.0.0.1 and ::1.
    certificate_wish& host(std::string value);
    /// The certificate has expired.
    certificate_wish& expired(bool value);
    /// The name is only in the subject.
    certificate_wish& without_san(bool value);
    /// The revocation list names it.
    certificate_wish& revoked(bool value);

    [[nodiscard]] const std::string& host() const noexcept { return host_; }

    [[nodiscard]] bool expired() const noexcept { return expired_; }

    [[nodiscard]] bool without_san() const noexcept { return without_san_; }

    [[nodiscard]] bool revoked() const noexcept { return revoked_; }

private:
    std::string host_;
    bool expired_ = false;
    bool without_san_ = false;
    bool revoked_ = false;
};

/** PEM texts of an authority and of its certificates. */
struct certificate_set
{
    std::string ca;
    std::string certificate;
    std::string key; ///< of the server certificate
    std::string client_certificate;
    std::string client_key;
    std::string revocation_list;
};

/** Makes an authority that issues a server's and a client's certificate (EC P-256, a year) and a revocation
    list. The authority's key is not kept, so an authority that a client trusts for a test can never issue
    another certificate.
    @throws std::runtime_error  if OpenSSL fails
*/
[[nodiscard]] certificate_set make_certificates(const certificate_wish& wish);

/// Whether `make_certificates()` made the authority's certificate.
[[nodiscard]] bool is_our_authority(const std::string& ca_pem);

/// Whether all certificates exist, belong together, will be valid for another day, and were made by
/// `make_certificates()` for `wish`.
[[nodiscard]] bool still_serves(const certificate_set& set, const certificate_wish& wish);

} // namespace useapi::emulator

#endif
