#include "emulator/server/tls_files.hpp"

#include "emulator/server/private_file.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/stat.h>

namespace {

using namespace useapi::emulator;
namespace fs = std::filesystem;

std::string content(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

std::string all_of(const tls_files& files)
{
    return content(files.ca_file()) + content(files.certificate_file()) + content(files.key_file());
}

// A folder for one test, made by the class under test, since it makes them safely.
class scratch
{
public:
    scratch() : owner_(fs::path(), certificate_wish()) {}

    [[nodiscard]] fs::path operator/(const char* name) const { return owner_.folder() / name; }

private:
    tls_files owner_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(certificates)

BOOST_AUTO_TEST_CASE(tls_files_fresh_folder_is_private)
{
    const scratch area;
    const tls_files files(area / "deep" / "er", certificate_wish());
    const auto mode = [](const fs::path& path) { return fs::status(path).permissions(); };
    BOOST_TEST((mode(files.folder()) == fs::perms::owner_all));
    BOOST_TEST((mode(files.key_file()) == (fs::perms::owner_read | fs::perms::owner_write)));
    BOOST_TEST((mode(files.client_key_file()) == (fs::perms::owner_read | fs::perms::owner_write)));
    BOOST_TEST(std::distance(fs::directory_iterator(files.folder()), fs::directory_iterator()) == 6);
}

BOOST_AUTO_TEST_CASE(tls_files_no_folder_named_goes_with_the_object)
{
    fs::path folder;
    {
        const tls_files files("", certificate_wish());
        folder = files.folder();
        BOOST_TEST(fs::exists(files.ca_file()));
    }
    BOOST_TEST(!fs::exists(folder));
}

BOOST_AUTO_TEST_CASE(tls_files_good_ones_are_used_again)
{
    const scratch area;
    const auto before = all_of(tls_files(area / "d", certificate_wish()));
    BOOST_TEST((all_of(tls_files(area / "d", certificate_wish())) == before));
    certificate_wish expired;
    expired.expired(true);
    const auto bad = all_of(tls_files(area / "d", expired));
    BOOST_TEST((bad != before));
    BOOST_TEST((all_of(tls_files(area / "d", expired)) == bad));
}

BOOST_AUTO_TEST_CASE(tls_files_broken_set_is_made_anew)
{
    const scratch area;
    for (const char* name : {"server.pem", "server.key"}) {
        BOOST_TEST_CONTEXT(name)
        {
            const auto before = all_of(tls_files(area / "d", certificate_wish()));
            std::ofstream(area / "d" / name) << "broken";
            const tls_files again(area / "d", certificate_wish());
            BOOST_TEST((all_of(again) != before));
            BOOST_TEST(content(again.folder() / name).starts_with("-----BEGIN"));
        }
    }
}

BOOST_AUTO_TEST_CASE(foreign_tls_files_are_left_alone)
{
    const scratch area;
    for (const char* name : {"ca.pem", "server.pem", "server.key"}) {
        BOOST_TEST_CONTEXT(name)
        {
            const auto folder = area / "d";
            fs::create_directory(folder);
            std::ofstream(folder / name) << "precious";
            BOOST_CHECK_THROW(tls_files(folder, certificate_wish()), std::runtime_error);
            BOOST_TEST(content(folder / name) == "precious");
            fs::remove_all(folder);
        }
    }
}

BOOST_AUTO_TEST_CASE(tls_files_unusable_folder_is_named)
{
    const scratch area;
    std::ofstream(area / "file") << "x";
    BOOST_CHECK_EXCEPTION(
        tls_files(area / "file", certificate_wish()), std::runtime_error, [](const auto& error) {
            return std::string(error.what()).find("file: it is not a folder") != std::string::npos;
        });
    BOOST_CHECK_THROW(tls_files(area / "file" / "below", certificate_wish()), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(still_serves_certificates_of_two_authorities_do_not)
{
    const auto one = make_certificates(certificate_wish());
    const auto other = make_certificates(certificate_wish());
    BOOST_TEST(still_serves(one, certificate_wish()));
    auto mixed = one;
    mixed.ca = other.ca;
    BOOST_TEST(!still_serves(mixed, certificate_wish()));
    mixed = one;
    mixed.key = other.key;
    BOOST_TEST(!still_serves(mixed, certificate_wish()));
    BOOST_TEST(!still_serves(one, certificate_wish().host("elsewhere.example")));
    BOOST_TEST(!still_serves(certificate_set(), certificate_wish()));
}

BOOST_AUTO_TEST_CASE(write_private_file_replaces_whole_and_leaves_nothing_else)
{
    const scratch area;
    const auto folder = area / "p";
    fs::create_directory(folder);
    write_private_file(folder / "port", "12345678\n");
    write_private_file(folder / "port", "9\n");
    BOOST_TEST(content(folder / "port") == "9\n");
    BOOST_TEST(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
    BOOST_CHECK_THROW(write_private_file(folder / "none" / "port", "9\n"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(write_private_file_keeps_links_and_what_is_no_file)
{
    const scratch area;
    const fs::path linked = area / "linked";
    write_private_file(linked, "1\n");
    fs::create_symlink("linked", area / "link");
    write_private_file(area / "link", "2\n");
    BOOST_TEST(fs::is_symlink(area / "link"));
    BOOST_TEST(content(linked) == "2\n");

    const fs::path pipe = area / "pipe";
    BOOST_TEST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::fstream both_ends(pipe); // so that opening it does not wait
    write_private_file(pipe, "3\n");
    BOOST_TEST(fs::is_fifo(pipe));
    std::string line;
    std::getline(both_ends, line);
    BOOST_TEST(line == "3");
}

BOOST_AUTO_TEST_SUITE_END()
