#include "cli/secrets/terminal_prompt.hpp"

#include "cli/usage_error.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace useapi::cli {
namespace {

constexpr std::array watched_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

// Blocks signals and reads them like bytes: no handler runs, and no signal is lost before a wait.
class signal_watch
{
public:
    signal_watch()
    {
        sigset_t watched;
        ::sigemptyset(&watched);
        for (const int number : watched_signals)
            ::sigaddset(&watched, number);
        descriptor_ = ::signalfd(-1, &watched, SFD_CLOEXEC);
        if (descriptor_ < 0)
            fail("cannot watch for signals");
        ::pthread_sigmask(SIG_BLOCK, &watched, &former_mask_);
    }

    signal_watch(const signal_watch&) = delete;
    signal_watch& operator=(const signal_watch&) = delete;

    ~signal_watch()
    {
        ::pthread_sigmask(SIG_SETMASK, &former_mask_, nullptr);
        ::close(descriptor_);
    }

    /// The number of the signal that came before the next byte; 0: there are bytes to read.
    [[nodiscard]] int wait_readable(int descriptor) const
    {
        std::array<pollfd, 2> asked{pollfd{descriptor_, POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
        while (::poll(asked.data(), asked.size(), -1) < 0)
            if (errno != EINTR)
                fail("cannot wait for the terminal");
        if (asked[0].revents == 0)
            return 0;
        signalfd_siginfo caught{};
        if (::read(descriptor_, &caught, sizeof caught) != static_cast<ssize_t>(sizeof caught))
            fail("cannot read a signal");
        return static_cast<int>(caught.ssi_signo);
    }

private:
    int descriptor_ = -1;
    sigset_t former_mask_{};
};

class terminal
{
public:
    terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}

    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;

    ~terminal()
    {
        show_typing();
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    [[nodiscard]] bool is_there() const noexcept { return descriptor_ >= 0; }

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    void hide_typing()
    {
        if (::tcgetattr(descriptor_, &former_) != 0)
            fail("cannot use the terminal");
        termios changed = former_;
        changed.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        changed.c_lflag |= ICANON | ISIG;
        // Drops input that was typed before the question, because the terminal has already shown it.
        if (::tcsetattr(descriptor_, TCSAFLUSH, &changed) != 0)
            fail("cannot switch the terminal's echo off");
        hides_ = true;
    }

    void show_typing() noexcept
    {
        if (hides_)
            ::tcsetattr(descriptor_, TCSAFLUSH, &former_);
        hides_ = false;
    }

    void say(std::string_view text) const noexcept
    {
        // If the terminal does not show the question, it may still accept the answer.
        [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
    }

private:
    int descriptor_;
    bool hides_ = false;
    termios former_{};
};

class typed_line
{
public:
    typed_line() = default;
    typed_line(const typed_line&) = delete;
    typed_line& operator=(const typed_line&) = delete;

    ~typed_line() { wipe(bytes_.data(), bytes_.size()); }

    /// True when the line is complete. @throws interruption on end of file
    bool read_some(int descriptor)
    {
        const ssize_t count = ::read(descriptor, bytes_.data() + size_, bytes_.size() - size_);
        if (count < 0) {
            if (errno == EINTR || errno == EAGAIN)
                return false;
            fail("cannot read from the terminal");
        }
        if (count == 0)
            throw interruption();
        size_ += static_cast<std::size_t>(count);
        if (bytes_[size_ - 1] == '\n') {
            --size_;
            return true;
        }
        return size_ == bytes_.size();
    }

    [[nodiscard]] secret take() const { return secret(std::string_view(bytes_.data(), size_)); }

private:
    // A line of a terminal has at most 4095 bytes and its end.
    std::array<char, 4096> bytes_;
    std::size_t size_ = 0;
};

} // namespace

namespace {

enum class typing
{
    hidden,
    shown
};

std::optional<secret> prompt(std::string_view question, typing shows)
{
    // Constructed first, so destroyed last: no signal is delivered before the terminal is restored.
    const signal_watch watch;
    terminal screen;
    if (!screen.is_there())
        return std::nullopt;
    typed_line line;
    if (shows == typing::hidden)
        screen.hide_typing();
    screen.say(question);
    for (bool complete = false; !complete;) {
        const int number = watch.wait_readable(screen.descriptor());
        if (number == 0) {
            complete = line.read_some(screen.descriptor());
        } else if (number == SIGTSTP) {
            screen.show_typing();
            ::raise(SIGSTOP);
            if (shows == typing::hidden)
                screen.hide_typing();
            screen.say(question);
        } else {
            screen.say("\n");
            throw interruption();
        }
    }
    if (shows == typing::hidden)
        screen.say("\n");
    return line.take();
}

} // namespace

std::optional<secret> prompt_for_secret(std::string_view question)
{
    return prompt(question, typing::hidden);
}

std::optional<std::string> prompt_for_answer(std::string_view question)
{
    const auto answer = prompt(question, typing::shown);
    return answer ? std::optional<std::string>(answer->reveal()) : std::nullopt;
}

} // namespace useapi::cli
