#include "http/tls/tls_trust.hpp"

#include "http/tls/tls_option_fault.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <pthread.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

namespace useapi::http {
namespace {

std::string variable_or(const char* name, const char* otherwise)
{
    const char* const value = std::getenv(name);
    return value ? value : otherwise;
}

system_trust system_places()
{
    return {variable_or(X509_get_default_cert_file_env(), X509_get_default_cert_file()),
            variable_or(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()), 0};
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

using x509_store = std::shared_ptr<X509_STORE>;
using ssl_context = boost::asio::ssl::context;

bool trusts_the_system(const tls_options& options)
{
    return options.ca_file().empty() && options.ca_pem().empty();
}

void trust(ssl_context& context, const tls_options& options)
{
    error_code ec;
    if (trusts_the_system(options)) {
        context.set_default_verify_paths(ec);
        if (ec)
            refuse_tls_option("the system's CA store cannot be read");
    }
    if (!options.ca_file().empty()) {
        context.load_verify_file(options.ca_file(), ec);
        if (ec)
            refuse_tls_option("CA file '" + options.ca_file() + "' " +
                              problem_of_file(options.ca_file(), "PEM certificates"));
    }
    if (!options.ca_pem().empty()) {
        context.add_certificate_authority(boost::asio::buffer(options.ca_pem()), ec);
        if (ec)
            refuse_tls_option("ca_pem holds no PEM certificates");
    }
}

void check_revocation(X509_STORE* store, const std::string& file)
{
    X509_LOOKUP* const lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (!lookup || X509_load_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) < 1)
        refuse_tls_option("CRL file '" + file + "' " + problem_of_file(file, "PEM revocation lists"));
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
}

x509_store parse_trust(const tls_options& options)
{
    ssl_context made(ssl_context::tls_client);
    trust(made, options);
    X509_STORE* const store = SSL_CTX_get_cert_store(made.native_handle());
    // A chain ends at any certificate of the store, and not only at one that signed itself. Together with
    // lists of revoked certificates OpenSSL cannot do that: https://github.com/openssl/openssl/issues/5081
    if (options.crl_file().empty())
        X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    else
        check_revocation(store, options.crl_file());
    X509_STORE_up_ref(store);
    return {store, &X509_STORE_free};
}

/** The properties of a file that change if it is replaced or written to. All 0 if there is no such file. */
struct file_stamp
{
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    bool operator==(const file_stamp&) const = default;
};

file_stamp stamp_of(const std::string& file)
{
    struct ::stat seen{};
    if (file.empty() || ::stat(file.c_str(), &seen) != 0)
        return {};
    return {seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtim.tv_sec, seen.st_mtim.tv_nsec};
}

/** The options that decide what is trusted, and the state of the files that they name. */
struct trust_key
{
    explicit trust_key(const tls_options& options)
        : ca_file(options.ca_file()), ca_pem(options.ca_pem()), crl_file(options.crl_file()),
          stamps{stamp_of(ca_file), stamp_of(crl_file)}
    {
        if (!trusts_the_system(options))
            return;
        const system_trust system = system_places();
        ca_file = system.file;
        stamps.front() = stamp_of(system.file);
        std::istringstream folders(system.folder);
        for (std::string folder; std::getline(folders, folder, ':');)
            stamps.push_back(stamp_of(folder));
    }

    bool operator==(const trust_key&) const = default;

    std::string ca_file;
    std::string ca_pem;
    std::string crl_file;
    std::vector<file_stamp> stamps;
};

/** The certificates that were parsed in this process, as long as they are in use. */
class parsed_trust
{
public:
    static parsed_trust& instance()
    {
        // Never destroyed: clients may be made until the process is gone.
        static parsed_trust& only = *new parsed_trust;
        return only;
    }

    /** The certificates for these options; null if they are not parsed yet. */
    x509_store find(const trust_key& key)
    {
        const std::lock_guard lock(mutex_);
        for (const entry& each : entries_)
            if (each.key == key && !each.store.expired())
                return each.store.lock();
        return nullptr;
    }

    void add(trust_key key, const x509_store& store)
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(entries_, [](const entry& each) { return each.store.expired(); });
        entries_.push_back({std::move(key), store});
    }

private:
    struct entry
    {
        trust_key key;
        std::weak_ptr<X509_STORE> store;
    };

    parsed_trust()
    {
        // A child parses for itself: another thread of the parent may have held the lock of a store.
        ::pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                         [] {
                             instance().entries_.clear();
                             instance().mutex_.unlock();
                         });
    }

    std::mutex mutex_;
    std::vector<entry> entries_;
};

} // namespace

x509_store trusted_by(const tls_options& options)
{
    // The state of the files is taken before they are read. If they change meanwhile, the next call reads
    // them again.
    trust_key key(options);
    if (x509_store parsed = parsed_trust::instance().find(key))
        return parsed;
    x509_store parsed = parse_trust(options);
    parsed_trust::instance().add(std::move(key), parsed);
    return parsed;
}

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
    system_trust found = system_places();
    found.authorities = count_certificates(found.file);
    if (found.authorities == 0)
        found.authorities = count_in_folders(found.folder);
    return found;
}

} // namespace useapi::http
