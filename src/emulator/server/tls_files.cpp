#include "emulator/server/tls_files.hpp"

#include "emulator/server/private_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace useapi::emulator {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& folder, const std::string& reason)
{
    throw std::runtime_error("cannot use the folder " + folder.string() + ": " + reason);
}

fs::path make_temporary_folder()
{
    std::string name = (fs::temp_directory_path() / "useapi-emulator-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        fail(name, std::generic_category().message(errno));
    return name;
}

void make_folder(const fs::path& folder)
{
    std::error_code ec;
    if (folder.has_parent_path())
        fs::create_directories(folder.parent_path(), ec);
    // Uses mkdir() and not create_directory(), so that the folder is never open to others.
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        fail(folder, std::generic_category().message(errno));
    if (!fs::is_directory(folder, ec))
        fail(folder, "it is not a folder");
}

// A lock on the folder. Without it, two emulators that start with one folder could leave a certificate of one
// with a key of the other.
class folder_lock
{
public:
    explicit folder_lock(const fs::path& folder)
        : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        if (descriptor_ < 0)
            fail(folder, std::generic_category().message(errno));
        while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }

    folder_lock(const folder_lock&) = delete;
    folder_lock& operator=(const folder_lock&) = delete;

    ~folder_lock() { ::close(descriptor_); }

private:
    int descriptor_;
};

std::string read_file(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

} // namespace

certificate_wish wished_certificate(const options& settings)
{
    certificate_wish wish;
    wish.host(settings.certificate_host());
    wish.expired(settings.expired_certificate());
    wish.without_san(settings.certificate_without_san());
    wish.revoked(settings.revoked_certificate());
    return wish;
}

tls_files::tls_files(fs::path folder, const certificate_wish& wish)
    : folder_(std::move(folder)), temporary_(folder_.empty())
{
    if (temporary_)
        folder_ = make_temporary_folder();
    else
        make_folder(folder_ = fs::absolute(folder_));
    try {
        const folder_lock lock(folder_);
        fill(wish);
    } catch (...) {
        std::error_code ignored;
        if (temporary_)
            fs::remove_all(folder_, ignored);
        throw;
    }
}

tls_files::~tls_files()
{
    std::error_code ignored;
    if (temporary_)
        fs::remove_all(folder_, ignored);
}

void tls_files::fill(const certificate_wish& wish) const
{
    certificate_set found;
    found.ca = read_file(ca_file());
    found.certificate = read_file(certificate_file());
    found.key = read_file(key_file());
    found.client_certificate = read_file(client_certificate_file());
    found.client_key = read_file(client_key_file());
    found.revocation_list = read_file(revocation_list_file());
    if (still_serves(found, wish))
        return;
    // A folder that was given by mistake may hold a real authority and its key.
    const bool something_there =
        fs::exists(ca_file()) || fs::exists(certificate_file()) || fs::exists(key_file());
    if (something_there && !is_our_authority(found.ca))
        fail(folder_,
             "its ca.pem, server.pem or server.key was not made by the emulator, and is not replaced");

    const auto made = make_certificates(wish);
    // Writes the authority first: if the process ends between two of these files, the folder is still
    // recognized as the emulator's.
    write_private_file(ca_file(), made.ca);
    write_private_file(certificate_file(), made.certificate);
    write_private_file(key_file(), made.key);
    write_private_file(client_certificate_file(), made.client_certificate);
    write_private_file(client_key_file(), made.client_key);
    write_private_file(revocation_list_file(), made.revocation_list);
}

} // namespace useapi::emulator
