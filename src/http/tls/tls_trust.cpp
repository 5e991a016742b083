#include "http/tls/tls_trust.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <system_error>

namespace useapi::http {
namespace {

std::string variable_or(const char* name, const char* otherwise)
{
    const char* const value = std::getenv(name);
    return value ? value : otherwise;
}

/** `c_rehash` names a certificate's file `5ed36f99.0`. */
bool is_named_by_hash(const std::string& name)
{
    return name.size() > 9 && name[8] == '.' && name.find_first_not_of("0123456789abcdef") == 8 &&
           name.find_first_not_of("0123456789", 9) == std::string::npos;
}

/// @param folders  with colons between them
std::size_t count_in_folders(const std::string& folders)
{
    std::size_t count = 0;
    std::istringstream names(folders);
    for (std::string folder; std::getline(names, folder, ':');) {
        std::error_code ec;
        for (std::filesystem::directory_iterator each(folder, ec), end; !ec && each != end;
             each.increment(ec))
            count += is_named_by_hash(each->path().filename().string()) ? 1U : 0U;
    }
    return count;
}

} // namespace

std::size_t count_certificates(const std::string& file)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> in(BIO_new_file(file.c_str(), "r"), &BIO_free_all);
    std::size_t count = 0;
    while (in) {
        const std::unique_ptr<X509, decltype(&X509_free)> read(
            PEM_read_bio_X509_AUX(in.get(), nullptr, nullptr, nullptr), &X509_free);
        if (!read)
            break;
        ++count;
    }
    ERR_clear_error();
    return count;
}

std::string tls_library_version()
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

system_trust inspect_system_trust()
{
    system_trust found;
    found.file = variable_or(X509_get_default_cert_file_env(), X509_get_default_cert_file());
    found.folder = variable_or(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
    found.authorities = count_certificates(found.file);
    if (found.authorities == 0)
        found.authorities = count_in_folders(found.folder);
    return found;
}

} // namespace useapi::http
