#include "integration/cli/process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace useapi::test {
namespace {

using clock = std::chrono::steady_clock;

// The wait for a process that hangs. With a sanitizer, 5,000 accounts take most of a minute while other tests
// run beside them.
constexpr std::chrono::seconds patience{120};

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

struct pipe_ends
{
    descriptor reading;
    descriptor writing;
};

pipe_ends make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        fail("pipe2");
    return {descriptor(ends[0]), descriptor(ends[1])};
}

descriptor open_file(const char* path, int flags)
{
    descriptor opened(::open(path, flags | O_CLOEXEC));
    if (opened.get() < 0)
        fail(path);
    return opened;
}

// As much as fits into a pipe at once, so that all of it is written before the wait.
descriptor make_input(const command_line& line)
{
    if (!line.has_input_)
        return open_file("/dev/null", O_RDONLY);
    pipe_ends ends = make_pipe();
    ::fcntl(ends.writing.get(), F_SETPIPE_SZ,
            static_cast<int>(std::max<std::size_t>(line.input_.size(), 4096)));
    if (::write(ends.writing.get(), line.input_.data(), line.input_.size()) !=
        static_cast<ssize_t>(line.input_.size()))
        fail("write standard input");
    return std::move(ends.reading);
}

// Signals the process by its descriptor, never by its number: the number may belong to another process by
// now, and -1 means all processes.
bool send_signal(const descriptor& process, int number)
{
    return ::syscall(SYS_pidfd_send_signal, process.get(), number, nullptr, 0) == 0;
}

// Tells what a process that does not end waits for: its signals, and each thread's system call.
std::string state_of(pid_t number)
{
    namespace fs = std::filesystem;
    const fs::path process = "/proc/" + std::to_string(number);
    std::string state;
    const auto add = [&state](const fs::path& file, std::string_view wanted) {
        std::ifstream stream(file);
        for (std::string line; std::getline(stream, line);)
            if (wanted.empty() || wanted.find(line.substr(0, line.find(':'))) != std::string_view::npos)
                state += line + "; ";
    };
    add(process / "status", "State Threads SigPnd ShdPnd SigBlk SigIgn SigCgt");
    std::error_code ignored;
    for (const auto& thread : fs::directory_iterator(process / "task", ignored)) {
        add(thread.path() / "syscall", {});
        add(thread.path() / "wchan", {});
    }
    return state;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Between fork() and exec() only functions may be called that are safe in a signal handler.
[[noreturn]] void become(const std::array<int, 3>& streams, const char* terminal, char* const* words,
                         char* const* environment)
{
    // A test that nohup runs ignores this signal, and its children would inherit that.
    ::signal(SIGHUP, SIG_DFL);
    // A session of its own has no terminal, until it opens one.
    ::setsid();
    if (*terminal != '\0') {
        const int device = ::open(terminal, O_RDWR | O_CLOEXEC);
        if (device < 0 || ::ioctl(device, TIOCSCTTY, 0) != 0)
            ::_exit(126);
    }
    for (int i = 0; i < 3; ++i) {
        if (::dup2(streams[static_cast<std::size_t>(i)], i) < 0)
            ::_exit(126);
    }
    ::execve(words[0], words, environment);
    ::_exit(127);
}

} // namespace

descriptor::descriptor(descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}

descriptor& descriptor::operator=(descriptor&& other) noexcept
{
    close();
    value_ = std::exchange(other.value_, -1);
    return *this;
}

descriptor::~descriptor()
{
    close();
}

void descriptor::close() noexcept
{
    if (value_ >= 0)
        ::close(value_);
    value_ = -1;
}

process::process(const command_line& line)
{
    const descriptor input = make_input(line);
    pipe_ends out = make_pipe();
    pipe_ends err = make_pipe();
    if (line.shows_on_terminal_) {
        out.writing = open_file(line.terminal_.c_str(), O_RDWR | O_NOCTTY);
        err.writing = open_file(line.terminal_.c_str(), O_RDWR | O_NOCTTY);
        out.reading.close();
        err.reading.close();
    }
    if (!line.output_file_.empty())
        out.writing = open_file(line.output_file_.c_str(), O_WRONLY);
    if (!line.output_file_.empty() || line.output_without_reader_)
        out.reading.close();
    std::vector<std::string> words = line.words_;
    words.insert(words.begin(), USEAPI_COMMAND);
    std::vector<std::string> environment = line.environment_;
    const std::vector<char*> word_pointers = pointers_to(words);
    const std::vector<char*> variable_pointers = pointers_to(environment);
    pid_ = ::fork();
    if (pid_ < 0)
        fail("fork");
    if (pid_ == 0)
        become({input.get(), out.writing.get(), err.writing.get()}, line.terminal_.c_str(),
               word_pointers.data(), variable_pointers.data());
    // The C library's own pidfd_open() cannot be linked from C++ in glibc 2.36.
    ended_ = descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (ended_.get() < 0)
        fail("pidfd_open");
    pipes_ = {std::move(out.reading), std::move(err.reading)};
}

process::~process()
{
    if (pid_ <= 0)
        return;
    send_signal(ended_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

bool process::holds(std::string_view text) const
{
    return std::any_of(texts_.begin(), texts_.end(),
                       [&](const std::string& each) { return each.find(text) != std::string::npos; });
}

// Reads what is there on the pipes, or waits for it or for the process's end. @return how many are open
std::size_t process::pump(clock::time_point deadline)
{
    std::array<pollfd, 2> watched{};
    for (std::size_t i = 0; i < 2; ++i)
        watched[i] = {pipes_[i].get(), POLLIN, 0};
    if (watched[0].fd < 0 && watched[1].fd < 0)
        return 0;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
    if (left <= 0)
        kill_and_fail("the process took too long");
    if (::poll(watched.data(), watched.size(), static_cast<int>(left)) < 0 && errno != EINTR)
        fail("poll");
    std::size_t open = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        if (watched[i].fd >= 0 && watched[i].revents != 0) {
            std::array<char, 4096> bytes;
            const ssize_t count = ::read(pipes_[i].get(), bytes.data(), bytes.size());
            if (count > 0)
                texts_[i].append(bytes.data(), static_cast<std::size_t>(count));
            else
                pipes_[i].close();
        }
        open += pipes_[i].get() >= 0 ? 1U : 0U;
    }
    return open;
}

std::string process::wait_for(std::string_view text)
{
    const auto deadline = clock::now() + patience;
    while (!holds(text)) {
        if (pump(deadline) == 0 && !holds(text))
            kill_and_fail("the process never said: " + std::string(text));
    }
    return texts_[0].find(text) != std::string::npos ? texts_[0] : texts_[1];
}

void process::signal(int number) const
{
    if (!send_signal(ended_, number))
        fail("pidfd_send_signal");
}

finished process::wait_for_end()
{
    const auto deadline = clock::now() + patience;
    while (pump(deadline) != 0) {
    }
    pollfd ended{ended_.get(), POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
    if (::poll(&ended, 1, static_cast<int>(std::max<long>(left, 0))) != 1)
        kill_and_fail("the process closed its streams, but does not end");
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return {code, texts_[0], texts_[1]};
}

void process::kill_and_fail(const std::string& reason)
{
    const std::string state = pid_ > 0 ? state_of(pid_) : std::string();
    send_signal(ended_, SIGKILL);
    throw std::runtime_error(reason + "\nstandard output: " + texts_[0] + "\nstandard error: " + texts_[1] +
                             "\nstate: " + state);
}

finished run(const command_line& line)
{
    return process(line).wait_for_end();
}

} // namespace useapi::test
