#include "integration/peer/peer_process.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sstream>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace useapi::testing {

namespace fs = std::filesystem;

scratch_folder::scratch_folder()
{
    std::string name = (fs::temp_directory_path() / "useapi-peer-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
    // Some peers give up their privileges, and then must be able to write here.
    fs::permissions(path_, fs::perms::all);
}

scratch_folder::~scratch_folder()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

peer_process::peer_process(std::vector<std::string> words) : words_(std::move(words))
{
    start();
}

peer_process::~peer_process()
{
    stop();
}

void peer_process::start()
{
    std::vector<char*> pointers;
    for (std::string& word : words_)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    // A group of its own: a program's workers end with it.
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    // Otherwise the program inherits Asio's sockets, and the port of a server that was stopped stays open.
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
    const int failed =
        ::posix_spawn(&pid_, words_.front().c_str(), &files, &attributes, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
    if (failed != 0)
        throw std::system_error(failed, std::generic_category(), words_.front());
}

void peer_process::stop()
{
    if (pid_ <= 0)
        return;
    ::kill(-pid_, SIGTERM);
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
}

fs::path find_program(const std::string& name)
{
    // Servers are in folders that an ordinary user's PATH does not name.
    for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"}) {
        const fs::path program = fs::path(folder) / name;
        if (::access(program.c_str(), X_OK) == 0)
            return program;
    }
    return {};
}

std::uint16_t free_port()
{
    using boost::asio::ip::tcp;
    boost::asio::io_context context(1);
    return tcp::acceptor(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0))
        .local_endpoint()
        .port();
}

void write_file(const fs::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

std::string read_file(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const fs::path& file)
{
    std::istringstream text(read_file(file));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

} // namespace useapi::testing
